// SPDX-License-Identifier: Apache-2.0
/** What the engine gets when it builds an image. */
@NullMarked
package dev.wheelhouse.engine.stack.build;

import org.jspecify.annotations.NullMarked;
