// SPDX-License-Identifier: Apache-2.0
/** Typed publish and subscribe. */
@NullMarked
package dev.wheelhouse.engine.event;

import org.jspecify.annotations.NullMarked;
