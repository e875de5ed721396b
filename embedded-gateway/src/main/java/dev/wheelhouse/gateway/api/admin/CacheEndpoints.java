// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.admin;

import dev.wheelhouse.gateway.admission.Admission;
import dev.wheelhouse.gateway.http.Endpoint;
import dev.wheelhouse.gateway.http.ErrorForm;
import java.util.List;

/** The paths of the cache, all of them for administrators. */
public final class CacheEndpoints {
  private CacheEndpoints() {}

  /** All of them, for this gate's cache; failures in this form. */
  public static List<Endpoint> all(Admission admission, ErrorForm errors) {
    return List.of(
        new CacheStatsEndpoint(admission, errors),
        CacheClearEndpoint.all(admission, errors),
        CacheClearEndpoint.some(admission, errors));
  }
}
