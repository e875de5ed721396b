// SPDX-License-Identifier: Apache-2.0
/** The screen Doctor: what was checked, and what to do about it. */
@NullMarked
package dev.wheelhouse.desktop.doctor;

import org.jspecify.annotations.NullMarked;
