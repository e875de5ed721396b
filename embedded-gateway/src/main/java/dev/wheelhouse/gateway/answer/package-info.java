// SPDX-License-Identifier: Apache-2.0
/** The neutral form of an answer: events, frames, and where they go. */
@NullMarked
package dev.wheelhouse.gateway.answer;

import org.jspecify.annotations.NullMarked;
