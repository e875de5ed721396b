// SPDX-License-Identifier: Apache-2.0
/** What has to be done so that the engine has what the files say. */
@NullMarked
package dev.wheelhouse.engine.stack.plan;

import org.jspecify.annotations.NullMarked;
