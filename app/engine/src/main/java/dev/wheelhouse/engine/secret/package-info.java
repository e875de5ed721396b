// SPDX-License-Identifier: Apache-2.0
/** Generated secrets, provider keys and redaction. */
@NullMarked
package dev.wheelhouse.engine.secret;

import org.jspecify.annotations.NullMarked;
