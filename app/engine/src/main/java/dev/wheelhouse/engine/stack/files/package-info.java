// SPDX-License-Identifier: Apache-2.0
/** A stack's folder: template, variables, secrets and lock. */
@NullMarked
package dev.wheelhouse.engine.stack.files;

import org.jspecify.annotations.NullMarked;
