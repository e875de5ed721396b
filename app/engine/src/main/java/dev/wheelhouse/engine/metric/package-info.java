// SPDX-License-Identifier: Apache-2.0
/** Resource use of services. */
@NullMarked
package dev.wheelhouse.engine.metric;

import org.jspecify.annotations.NullMarked;
