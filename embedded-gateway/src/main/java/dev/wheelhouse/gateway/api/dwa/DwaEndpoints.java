// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.dwa;

import dev.wheelhouse.gateway.http.Endpoint;
import dev.wheelhouse.gateway.http.ErrorForm;
import dev.wheelhouse.gateway.route.RouteReports;
import java.util.List;

/** The paths below {@code /api/llm}. */
public final class DwaEndpoints {
  private DwaEndpoints() {}

  /** All of them, over these reports. */
  public static List<Endpoint> all(RouteReports reports, ErrorForm errors) {
    return List.of(
        new DwaStatsEndpoint(reports, errors),
        new DwaBestProviderEndpoint(reports, errors),
        new DwaResetEndpoint(reports, errors),
        new RouteEndpoint(reports, errors));
  }
}
