// SPDX-License-Identifier: Apache-2.0
/** Values that must not be seen: keys and tokens. */
@NullMarked
package dev.wheelhouse.gateway.secret;

import org.jspecify.annotations.NullMarked;
