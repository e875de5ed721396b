// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.ollama;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.http.ErrorForm;
import dev.wheelhouse.gateway.json.Json;

/** Ollama's error form: one text. */
public final class OllamaErrors implements ErrorForm {
  @Override
  public byte[] body(ApiFailure failure) {
    return Json.bytes(object(failure));
  }

  /** The error as a line of a stream. */
  public static byte[] line(ApiFailure failure) {
    return OllamaStreamWriter.line(object(failure));
  }

  /** The error object. */
  static ObjectNode object(ApiFailure failure) {
    return Json.newObject().put("error", failure.getMessage());
  }
}
