// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.data;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.log.LogEntry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Entries as lines of a file. */
final class LogLines {
  private static final List<String> COLUMNS =
      List.of(
          "id",
          "time",
          "key",
          "dialect",
          "operation",
          "requested_model",
          "model",
          "provider",
          "upstream",
          "reason",
          "outcome",
          "status",
          "error",
          "stream",
          "parameters",
          "input_tokens",
          "output_tokens",
          "cached_tokens",
          "cost",
          "total_ms",
          "queue_ms",
          "upstream_ms",
          "gateway_ms",
          "first_token_ms",
          "tokens_per_second",
          "retries",
          "cache",
          "key_id");

  private LogLines() {}

  /** The names of the columns. */
  static byte[] header() {
    return (String.join(",", COLUMNS) + "\r\n").getBytes(StandardCharsets.UTF_8);
  }

  /** An entry as a line of CSV (RFC 4180). */
  static byte[] csv(LogEntry entry) {
    JsonNode json = LogJson.entry(entry);
    String line =
        COLUMNS.stream()
            .map(name ->
                name.equals("parameters") ? entry.asked().parameters() : text(json.path(name)))
            .map(LogLines::cell)
            .collect(Collectors.joining(",", "", "\r\n"));
    return line.getBytes(StandardCharsets.UTF_8);
  }

  /** An entry as a JSON object on a line. */
  static byte[] ndjson(LogEntry entry) {
    byte[] json = Json.bytes(LogJson.entry(entry));
    byte[] line = java.util.Arrays.copyOf(json, json.length + 1);
    line[json.length] = '\n';
    return line;
  }

  private static String text(JsonNode value) {
    return value.isNull() ? "" : value.asText();
  }

  /** A text that a spreadsheet would take for a formula comes from a client: it gets a quote. */
  private static String cell(String text) {
    String safe = !text.isEmpty() && "=+-@\t".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    boolean plain = safe.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
  }
}
