// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.admin;

import dev.wheelhouse.gateway.cache.AnswerCache;
import dev.wheelhouse.gateway.http.Endpoint;
import dev.wheelhouse.gateway.http.ErrorForm;
import java.util.List;

/** The paths of the cache, all of them for administrators. */
public final class CacheEndpoints {
  private CacheEndpoints() {}

  /** All of them, for this cache; failures in this form. */
  public static List<Endpoint> all(AnswerCache cache, ErrorForm errors) {
    return List.of(
        new CacheStatsEndpoint(cache, errors),
        CacheClearEndpoint.all(cache, errors),
        CacheClearEndpoint.some(cache, errors));
  }
}
