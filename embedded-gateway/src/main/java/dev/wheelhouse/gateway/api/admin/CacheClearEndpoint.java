// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.admin;

import dev.wheelhouse.gateway.admission.Admission;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.http.Access;
import dev.wheelhouse.gateway.http.Endpoint;
import dev.wheelhouse.gateway.http.ErrorForm;
import dev.wheelhouse.gateway.http.Exchange;
import dev.wheelhouse.gateway.json.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * {@code DELETE /api/db/cache/clear}: forgets every answer; with {@code /<pattern>} behind it,
 * those whose model or key has that form.
 */
final class CacheClearEndpoint implements Endpoint {
  private static final String PATH = "/api/db/cache/clear";
  private static final String EVERYTHING = "*";

  private final Admission admission;
  private final ErrorForm errors;
  private final String below;

  /** Clears all of this gate's cache; failures in this form. */
  static CacheClearEndpoint all(Admission admission, ErrorForm errors) {
    return new CacheClearEndpoint(admission, errors, "");
  }

  /** Clears the part of this gate's cache that the path names. */
  static CacheClearEndpoint some(Admission admission, ErrorForm errors) {
    return new CacheClearEndpoint(admission, errors, "/");
  }

  private CacheClearEndpoint(Admission admission, ErrorForm errors, String below) {
    this.admission = admission;
    this.errors = errors;
    this.below = below;
  }

  @Override
  public String path() {
    return below.isEmpty() ? PATH : PATH + "/*";
  }

  @Override
  public Set<String> methods() {
    return Set.of("DELETE");
  }

  @Override
  public Access access() {
    return Access.INTERNAL;
  }

  @Override
  public ErrorForm errors() {
    return errors;
  }

  @Override
  public void handle(Exchange exchange) throws ApiFailure, ClientGone {
    String pattern =
        below.isEmpty() ? EVERYTHING : decoded(exchange.rawPath().substring(PATH.length() + 1));
    long cleared = admission.clearCache(pattern);
    exchange.sendJson(Json.newObject().put("pattern", pattern).put("cleared", cleared));
  }

  private static String decoded(String raw) throws ApiFailure {
    try {
      return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw ApiFailure.invalid("The pattern in the path is not encoded correctly.", "");
    }
  }
}
