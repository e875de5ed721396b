// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wheelhouse.engine.docker.adapter.http.Endpoint;
import dev.wheelhouse.engine.docker.adapter.http.Json;
import java.util.Locale;

/** Which product an engine belongs to, from what it says of itself and where it answers. */
final class EngineProduct {
  private EngineProduct() {}

  static String of(Endpoint endpoint, JsonNode info, JsonNode version) {
    for (JsonNode component : version.path("Components")) {
      if (Json.text(component, "Name").startsWith("Podman")) {
        return "Podman";
      }
    }
    String system = Json.text(info, "OperatingSystem");
    String name = Json.text(info, "Name").toLowerCase(Locale.ROOT);
    String address = endpoint.toString();
    if (system.startsWith("Docker Desktop") || name.equals("docker-desktop")) {
      return "Docker Desktop";
    }
    if (system.startsWith("Rancher Desktop")
        || name.contains("rancher-desktop")
        || address.contains("/.rd/")) {
      return "Rancher Desktop";
    }
    if (name.startsWith("colima") || address.contains("/.colima/")) {
      return "Colima";
    }
    if (system.startsWith("OrbStack")) {
      return "OrbStack";
    }
    return Json.texts(info.path("SecurityOptions")).stream().anyMatch(o -> o.contains("rootless"))
        ? "Docker Engine (rootless)"
        : "Docker Engine";
  }
}
