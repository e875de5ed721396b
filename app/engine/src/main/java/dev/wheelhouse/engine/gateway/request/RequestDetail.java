// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.request;

/**
 * Everything that is known of a request.
 *
 * @param question the beginning of what was sent; empty unless contents are kept
 * @param answer the beginning of the answer; empty unless contents are kept
 */
public record RequestDetail(RequestEntry entry, String question, String answer) {
  @Override
  public String toString() {
    return "RequestDetail[" + entry.id() + "]"; // contents must not get into logs
  }
}
