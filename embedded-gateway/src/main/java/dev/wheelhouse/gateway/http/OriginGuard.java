// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.http;

import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.FailureKind;
import java.util.List;
import java.util.Set;

/**
 * Programs send no Origin; web pages and extensions do, and only listed ones may call. {@code null}
 * and {@code *} can never be listed.
 */
final class OriginGuard {
  private volatile Set<String> allowed;

  OriginGuard(Set<String> allowed) {
    this.allowed = Set.copyOf(allowed);
  }

  /** Lets these in from now on, and no others. */
  void allow(Set<String> origins) {
    allowed = Set.copyOf(origins);
  }

  /** Refuses a web page that is not listed. */
  void check(List<String> origins) throws ApiFailure {
    if (origins.isEmpty() || (origins.size() == 1 && allowed.contains(origins.getFirst()))) {
      return;
    }
    throw ApiFailure.of(
        FailureKind.ORIGIN_REFUSED,
        "The origin %s may not call this gateway.".formatted(printable(origins.getFirst())),
        "Web pages may not call it; call it from a program instead.");
  }

  private static String printable(String origin) {
    String clean = origin.replaceAll("[^!-~]", "?");
    return clean.length() <= 200 ? clean : clean.substring(0, 200) + "…";
  }
}
