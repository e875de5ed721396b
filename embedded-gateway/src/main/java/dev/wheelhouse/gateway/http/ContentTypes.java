// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.http;

import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.FailureKind;
import java.util.Locale;

/** What a POST may call its body. */
final class ContentTypes {
  private static final String FORM = "application/x-www-form-urlencoded";

  private ContentTypes() {}

  /**
   * Requires JSON. Ollama's own examples use curl without a content type, which then says "form";
   * on its paths that passes too, as Host, Origin and token were checked.
   */
  static void check(Exchange exchange) throws ApiFailure {
    if (!exchange.method().equals("POST")) {
      return;
    }
    String type = exchange.header("Content-Type").toLowerCase(Locale.ROOT);
    int parameters = type.indexOf(';');
    String bare = (parameters < 0 ? type : type.substring(0, parameters)).strip();
    boolean lenient = exchange.rawPath().startsWith("/api/");
    if (bare.equals("application/json") || (lenient && (bare.isEmpty() || bare.equals(FORM)))) {
      return;
    }
    throw ApiFailure.of(
        FailureKind.UNSUPPORTED_MEDIA_TYPE,
        "The body must be JSON.",
        "Send the header \"Content-Type: application/json\".");
  }
}
