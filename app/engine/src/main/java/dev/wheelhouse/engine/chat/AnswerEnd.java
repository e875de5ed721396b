// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.chat;

import org.jspecify.annotations.Nullable;

/**
 * How an answer ended, and all of it.
 *
 * @param figures null when not even the first word came
 * @param error empty unless it failed
 */
record AnswerEnd(
    Message.Status status,
    String text,
    String thinking,
    Message.@Nullable Figures figures,
    String error) {}
