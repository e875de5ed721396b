// SPDX-License-Identifier: Apache-2.0
/** Stacks and services: plan, start, stop, health and events. */
@NullMarked
package dev.wheelhouse.engine.stack;

import org.jspecify.annotations.NullMarked;
