// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.FailureKind;
import dev.wheelhouse.gateway.http.ErrorForm;
import dev.wheelhouse.gateway.json.Json;

/** OpenAI's error form: message, type, param and code, all four always there. */
public final class OpenAiErrors implements ErrorForm {
  @Override
  public byte[] body(ApiFailure failure) {
    return Json.bytes(object(failure));
  }

  /** The error object. */
  public static ObjectNode object(ApiFailure failure) {
    ObjectNode root = Json.newObject();
    ObjectNode error = root.putObject("error");
    error.put("message", failure.getMessage()).put("type", type(failure));
    if (failure.parameter().isEmpty()) {
      error.putNull("param");
    } else {
      error.put("param", failure.parameter());
    }
    error.put("code", failure.kind().code());
    return root;
  }

  private static String type(ApiFailure failure) {
    if (failure.kind() == FailureKind.TOKEN_REJECTED) {
      return "authentication_error";
    }
    return switch (failure.status()) {
      case 403 -> "permission_error";
      case 429 -> "rate_limit_error";
      default -> failure.status() < 500 ? "invalid_request_error" : "server_error";
    };
  }
}
