// SPDX-License-Identifier: Apache-2.0
/** One timer thread for everything that has to happen later. */
@NullMarked
package dev.wheelhouse.gateway.timer;

import org.jspecify.annotations.NullMarked;
