// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.log;

/**
 * What is written of one request.
 *
 * @param request the beginning of its body; empty unless content is kept
 * @param answer the beginning of the answer's text; empty unless content is kept
 */
public record LogRecord(LogEntry entry, String request, String answer) {
  @Override
  public String toString() {
    return "LogRecord[" + entry.id() + "]"; // content must not get into other logs
  }
}
