// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker.adapter.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Builds paths and queries of the engine's API; every part is escaped. */
public final class ApiPath {
  private final StringBuilder path = new StringBuilder();
  private char separator = '?';

  private ApiPath(String first) {
    path.append('/').append(first);
  }

  /** {@code of("containers", id, "json")}. */
  public static ApiPath of(String first, String... rest) {
    ApiPath result = new ApiPath(first);
    for (String part : rest) {
      result.path.append('/').append(escape(part));
    }
    return result;
  }

  public ApiPath with(String key, Object value) {
    path.append(separator).append(key).append('=').append(escape(String.valueOf(value)));
    separator = '&';
    return this;
  }

  /** Filters by labels; an empty value stands for any. */
  public ApiPath withLabels(Map<String, String> labels) {
    List<String> wanted = new ArrayList<>();
    labels.forEach((key, value) -> wanted.add(value.isEmpty() ? key : key + "=" + value));
    return labels.isEmpty() ? this : withFilter("label", wanted);
  }

  public ApiPath withFilter(String key, List<String> values) {
    ObjectNode filter = Json.object();
    values.forEach(filter.putArray(key)::add);
    return with("filters", filter.toString());
  }

  /** Seconds with nanoseconds, as the engine's {@code since} wants them. */
  public static String time(Instant at) {
    return String.format(Locale.ROOT, "%d.%09d", at.getEpochSecond(), at.getNano());
  }

  private static String escape(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
