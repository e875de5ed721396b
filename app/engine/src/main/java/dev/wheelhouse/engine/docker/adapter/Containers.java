// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.engine.docker.ContainerDetail;
import dev.wheelhouse.engine.docker.ContainerSpec;
import dev.wheelhouse.engine.docker.ContainerSpec.NetworkAttachment;
import dev.wheelhouse.engine.docker.ContainerStats;
import dev.wheelhouse.engine.docker.ContainerSummary;
import dev.wheelhouse.engine.docker.adapter.http.ApiPath;
import dev.wheelhouse.engine.docker.adapter.http.EngineAction;
import dev.wheelhouse.engine.docker.adapter.http.EngineHttp;
import dev.wheelhouse.engine.docker.adapter.http.Json;
import dev.wheelhouse.engine.problem.EngineProblem;
import dev.wheelhouse.engine.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The calls about containers that are answered at once. */
final class Containers {
  /** Creating and starting wait for the disk and the network driver of a busy machine. */
  private static final Duration SLOW = Duration.ofSeconds(60);

  private final EngineHttp http;

  Containers(EngineHttp http) {
    this.http = http;
  }

  List<ContainerSummary> list(Map<String, String> labels) {
    ApiPath path = ApiPath.of("containers", "json").with("all", true).withLabels(labels);
    return ContainerReader.list(http.get(EngineAction.of("list containers"), path));
  }

  ContainerDetail inspect(String container) {
    return ContainerReader.detail(inspectJson(container));
  }

  JsonNode inspectJson(String container) {
    ApiPath path = ApiPath.of("containers", container, "json");
    return http.get(EngineAction.container("inspect", container), path);
  }

  String create(ContainerSpec spec) {
    EngineAction action = EngineAction.container("create", spec.name());
    ApiPath path = ApiPath.of("containers", "create");
    if (!spec.name().isEmpty()) {
      path.with("name", spec.name());
    }
    String id = Json.text(http.post(action, path, ContainerBody.of(spec), SLOW), "Id");
    try {
      spec.networks().stream().skip(1).forEach(network -> connect(id, network));
    } catch (ProblemException e) {
      remove(id, true);
      throw e;
    }
    return id;
  }

  void connect(String container, NetworkAttachment network) {
    ObjectNode body = Json.object().put("Container", container);
    body.set("EndpointConfig", ContainerBody.endpoint(network));
    ApiPath path = ApiPath.of("networks", network.network(), "connect");
    http.post(new EngineAction("connect to", "network", network.network()), path, body);
  }

  void start(String container) {
    ApiPath path = ApiPath.of("containers", container, "start");
    http.post(EngineAction.container("start", container), path, null, SLOW);
  }

  void stop(String container, Duration grace) {
    ApiPath path =
        ApiPath.of("containers", container, "stop").with("t", Math.max(0, grace.toSeconds()));
    http.post(EngineAction.container("stop", container), path, null, grace.plus(SLOW));
  }

  void kill(String container, String signal) {
    ApiPath path = ApiPath.of("containers", container, "kill").with("signal", signal);
    http.post(EngineAction.container("kill", container), path, null);
  }

  void remove(String container, boolean force) {
    remove(container, ApiPath.of("containers", container).with("v", true).with("force", force));
  }

  void removeKeepingVolumes(String container) {
    remove(container, ApiPath.of("containers", container).with("force", true));
  }

  private void remove(String container, ApiPath path) {
    try {
      http.delete(EngineAction.container("remove", container), path, SLOW);
    } catch (ProblemException e) {
      if (!EngineHttp.missing(e) && !beingRemoved(e)) {
        throw e;
      }
    }
  }

  private static boolean beingRemoved(ProblemException failure) {
    return failure.problem() instanceof EngineProblem.EngineRefused refused
        && refused.status() == 409
        && refused.message().contains("is already in progress");
  }

  void rename(String container, String name) {
    ApiPath path = ApiPath.of("containers", container, "rename").with("name", name);
    http.post(EngineAction.container("rename", container), path, null);
  }

  ContainerStats stats(String container) {
    ApiPath path =
        ApiPath.of("containers", container, "stats").with("stream", false).with("one-shot", true);
    return StatsReader.read(http.get(EngineAction.container("measure", container), path));
  }
}
