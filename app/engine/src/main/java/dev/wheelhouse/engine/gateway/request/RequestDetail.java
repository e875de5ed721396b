// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.request;

import org.jspecify.annotations.Nullable;

/**
 * Everything that is known of a request.
 *
 * @param question the beginning of what was sent; empty unless contents are kept
 * @param answer the beginning of the answer; empty unless contents are kept
 * @param score what the user said of the answer, from -1 to 1; null when nothing
 */
public record RequestDetail(
    RequestEntry entry, String question, String answer, @Nullable Double score) {
  @Override
  public String toString() {
    return "RequestDetail[" + entry.id() + "]"; // contents must not get into logs
  }
}
