// SPDX-License-Identifier: Apache-2.0
/** Stacks at work: start, stop, and the watch over what really runs. */
@NullMarked
package dev.wheelhouse.engine.stack.run;

import org.jspecify.annotations.NullMarked;
