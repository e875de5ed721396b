// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.chat;

/** A model that can be chosen; {@code upstream} says where it runs. */
public record ModelChoice(String id, String upstream) {}
