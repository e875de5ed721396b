// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker.adapter;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.engine.docker.BuildSpec;
import dev.wheelhouse.engine.docker.adapter.http.ApiPath;
import dev.wheelhouse.engine.docker.adapter.http.Json;
import java.util.Map;

/** The path and query of {@code POST /build}. */
final class BuildQuery {
  private BuildQuery() {}

  static ApiPath of(BuildSpec spec) {
    ApiPath path =
        ApiPath.of("build")
            .with("dockerfile", spec.dockerfile())
            .with("rm", true)
            .with("forcerm", true)
            .with("nocache", spec.fresh())
            .with("pull", spec.pull());
    spec.tags().forEach(tag -> path.with("t", tag));
    map(path, "buildargs", spec.arguments());
    map(path, "labels", spec.labels());
    if (!spec.target().isEmpty()) {
      path.with("target", spec.target());
    }
    if (!spec.network().isEmpty()) {
      path.with("networkmode", spec.network());
    }
    if (!spec.extraHosts().isEmpty()) {
      path.with("extrahosts", String.join(",", spec.extraHosts()));
    }
    if (!spec.cacheFrom().isEmpty()) {
      ArrayNode images = Json.MAPPER.createArrayNode();
      spec.cacheFrom().forEach(images::add);
      path.with("cachefrom", images);
    }
    if (spec.shmBytes() > 0) {
      path.with("shmsize", spec.shmBytes());
    }
    return path;
  }

  private static void map(ApiPath path, String key, Map<String, String> values) {
    if (!values.isEmpty()) {
      ObjectNode object = Json.object();
      values.forEach(object::put);
      path.with(key, object);
    }
  }
}
