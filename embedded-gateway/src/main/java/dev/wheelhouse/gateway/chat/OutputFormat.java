// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.chat;

import com.fasterxml.jackson.databind.JsonNode;

/** The form that the answer's text must have. */
public sealed interface OutputFormat {
  /** Free text. */
  record FreeText() implements OutputFormat {}

  /** Any JSON object. */
  record AnyJson() implements OutputFormat {}

  /** JSON that fits a schema. */
  record Schema(String name, JsonNode schema) implements OutputFormat {}
}
