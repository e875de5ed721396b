// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.engine.docker.EngineInfo;
import dev.wheelhouse.engine.docker.ImageInfo;
import dev.wheelhouse.engine.docker.NetworkInfo;
import dev.wheelhouse.engine.docker.NetworkSpec;
import dev.wheelhouse.engine.docker.VolumeInfo;
import dev.wheelhouse.engine.docker.VolumeSpec;
import dev.wheelhouse.engine.docker.adapter.http.ApiPath;
import dev.wheelhouse.engine.docker.adapter.http.EngineAction;
import dev.wheelhouse.engine.docker.adapter.http.EngineHttp;
import dev.wheelhouse.engine.docker.adapter.http.Json;
import dev.wheelhouse.engine.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The engine itself, networks, volumes and images. */
final class EngineObjects {
  private static final Duration PING = Duration.ofSeconds(2);
  private static final Duration SLOW = Duration.ofSeconds(60);

  private final EngineHttp http;

  EngineObjects(EngineHttp http) {
    this.http = http;
  }

  void ping() {
    http.get(EngineAction.of("ping"), ApiPath.of("_ping"), PING);
  }

  EngineInfo info() {
    JsonNode info = http.get(EngineAction.of("describe itself"), ApiPath.of("info"));
    JsonNode version = http.get(EngineAction.of("tell its version"), ApiPath.of("version"));
    return new EngineInfo(
        http.endpoint().toString(),
        EngineProduct.of(http.endpoint(), info, version),
        Json.text(version, "Version"),
        Json.text(version, "ApiVersion"),
        Json.text(info, "OperatingSystem"),
        info.path("NCPU").asInt(0),
        info.path("MemTotal").asLong(0),
        Json.text(info, "DockerRootDir"));
  }

  List<NetworkInfo> networks(Map<String, String> labels) {
    ApiPath path = ApiPath.of("networks").withLabels(labels);
    List<NetworkInfo> result = new ArrayList<>();
    http.get(EngineAction.of("list networks"), path).forEach(row -> result.add(network(row)));
    return List.copyOf(result);
  }

  /** By exact name; the engine's own look-up also takes the start of an id. */
  Optional<NetworkInfo> network(String name) {
    ApiPath path = ApiPath.of("networks", name);
    return found(() -> network(http.get(new EngineAction("inspect", "network", name), path)))
        .filter(network -> network.name().equals(name));
  }

  private static NetworkInfo network(JsonNode row) {
    return new NetworkInfo(
        Json.text(row, "Id"),
        Json.text(row, "Name"),
        row.path("Internal").asBoolean(false),
        Json.strings(row.path("Labels")));
  }

  String createNetwork(NetworkSpec spec) {
    ObjectNode body =
        Json.object()
            .put("Name", spec.name())
            .put("Driver", "bridge")
            .put("CheckDuplicate", true)
            .put("Internal", spec.internal())
            .put("EnableIPv6", spec.ipv6());
    ObjectNode labels = body.putObject("Labels");
    spec.labels().forEach(labels::put);
    ObjectNode options = body.putObject("Options");
    spec.options().forEach(options::put);
    if (!spec.pools().isEmpty()) {
      ArrayNode pools = body.putObject("IPAM").put("Driver", "default").putArray("Config");
      spec.pools().forEach(pool -> pools.add(pool(pool)));
    }
    EngineAction action = new EngineAction("create", "network", spec.name());
    return Json.text(http.post(action, ApiPath.of("networks", "create"), body, SLOW), "Id");
  }

  private static ObjectNode pool(NetworkSpec.Pool pool) {
    ObjectNode node = Json.object();
    Map.of("Subnet", pool.subnet(), "Gateway", pool.gateway(), "IPRange", pool.range())
        .forEach((field, value) -> {
          if (!value.isEmpty()) {
            node.put(field, value);
          }
        });
    if (!pool.reserved().isEmpty()) {
      ObjectNode reserved = node.putObject("AuxiliaryAddresses");
      pool.reserved().forEach(reserved::put);
    }
    return node;
  }

  void removeNetwork(String name) {
    EngineAction action = new EngineAction("remove", "network", name);
    removing(() -> http.delete(action, ApiPath.of("networks", name), SLOW));
  }

  List<VolumeInfo> volumes(Map<String, String> labels) {
    ApiPath path = ApiPath.of("volumes").withLabels(labels);
    List<VolumeInfo> result = new ArrayList<>();
    http.get(EngineAction.of("list volumes"), path)
        .path("Volumes")
        .forEach(row -> result.add(volume(row)));
    return List.copyOf(result);
  }

  Optional<VolumeInfo> volume(String name) {
    ApiPath path = ApiPath.of("volumes", name);
    return found(() -> volume(http.get(new EngineAction("inspect", "volume", name), path)));
  }

  private static VolumeInfo volume(JsonNode row) {
    return new VolumeInfo(
        Json.text(row, "Name"),
        Json.text(row, "Driver"),
        Json.text(row, "Mountpoint"),
        Json.strings(row.path("Labels")));
  }

  void createVolume(VolumeSpec spec) {
    ObjectNode body = Json.object().put("Name", spec.name());
    ObjectNode labels = body.putObject("Labels");
    spec.labels().forEach(labels::put);
    ObjectNode options = body.putObject("DriverOpts");
    spec.options().forEach(options::put);
    EngineAction action = new EngineAction("create", "volume", spec.name());
    http.post(action, ApiPath.of("volumes", "create"), body);
  }

  void removeVolume(String name) {
    EngineAction action = new EngineAction("remove", "volume", name);
    removing(() -> http.delete(action, ApiPath.of("volumes", name), SLOW));
  }

  Optional<ImageInfo> image(String reference) {
    EngineAction action = new EngineAction("inspect", "image", reference);
    ApiPath path = ApiPath.of("images", reference, "json");
    return found(() -> image(http.get(action, path)));
  }

  private static ImageInfo image(JsonNode row) {
    return new ImageInfo(
        Json.text(row, "Id"),
        Json.texts(row.path("RepoTags")),
        Json.texts(row.path("RepoDigests")),
        row.path("Size").asLong(0),
        Json.strings(row.path("Config").path("Labels")));
  }

  private static <T> Optional<T> found(Supplier<T> call) {
    try {
      return Optional.of(call.get());
    } catch (ProblemException e) {
      if (EngineHttp.missing(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static void removing(Runnable call) {
    try {
      call.run();
    } catch (ProblemException e) {
      if (!EngineHttp.missing(e)) {
        throw e;
      }
    }
  }
}
