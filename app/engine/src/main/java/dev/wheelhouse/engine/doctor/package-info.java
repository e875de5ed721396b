// SPDX-License-Identifier: Apache-2.0
/** Looks at everything that Wheelhouse needs, and says what to do about what is missing. */
@NullMarked
package dev.wheelhouse.engine.doctor;

import org.jspecify.annotations.NullMarked;
