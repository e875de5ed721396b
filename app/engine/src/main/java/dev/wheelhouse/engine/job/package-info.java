// SPDX-License-Identifier: Apache-2.0
/** Long actions: progress, cancel and outcome. */
@NullMarked
package dev.wheelhouse.engine.job;

import org.jspecify.annotations.NullMarked;
