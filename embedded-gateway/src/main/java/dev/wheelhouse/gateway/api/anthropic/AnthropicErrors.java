// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.http.ErrorForm;
import dev.wheelhouse.gateway.json.Json;
import java.util.UUID;

/** Anthropic's error form: a type and a message, the same inside a stream. */
public final class AnthropicErrors implements ErrorForm {
  @Override
  public byte[] body(ApiFailure failure) {
    String id = "req_" + UUID.randomUUID().toString().replace("-", "");
    return Json.bytes(object(failure).put("request_id", id));
  }

  /** The error object. */
  static ObjectNode object(ApiFailure failure) {
    ObjectNode root = Json.newObject().put("type", "error");
    root.putObject("error").put("type", type(failure)).put("message", failure.getMessage());
    return root;
  }

  private static String type(ApiFailure failure) {
    return switch (failure.status()) {
      case 401 -> "authentication_error";
      case 403 -> "permission_error";
      case 404 -> "not_found_error";
      case 413 -> "request_too_large";
      case 429 -> "rate_limit_error";
      case 503, 529 -> "overloaded_error";
      case 504 -> "timeout_error";
      default -> failure.status() < 500 ? "invalid_request_error" : "api_error";
    };
  }
}
