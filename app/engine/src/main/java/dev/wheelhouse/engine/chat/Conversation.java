// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.chat;

import java.time.Instant;

/** A conversation as the list shows it; {@code model} is the one used last. */
public record Conversation(
    long id, String title, String model, Instant createdAt, Instant changedAt, int messages) {}
