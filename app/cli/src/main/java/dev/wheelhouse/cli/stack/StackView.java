// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli.stack;

import dev.wheelhouse.cli.output.Output;
import dev.wheelhouse.engine.docker.PortBinding;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.stack.ServiceStatus;
import dev.wheelhouse.engine.stack.Stack;
import dev.wheelhouse.engine.stack.StackPlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Stacks as JSON; the names are part of the command line's promise to scripts. */
final class StackView {
  private StackView() {}

  static Map<String, Object> of(Stack stack) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("stack", stack.id().value());
    view.put("title", stack.title());
    view.put("state", word(stack.state()));
    view.put("healthy", stack.healthy());
    view.put("total", stack.services().size());
    view.put("since", stack.since());
    view.put("services", stack.services().stream().map(StackView::of).toList());
    return view;
  }

  private static Map<String, Object> of(ServiceStatus service) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("service", service.name());
    view.put("kind", service.kind());
    view.put("image", service.image());
    view.put("state", word(service.state()));
    view.put("container", service.containerId());
    view.put("startedAt", service.startedAt());
    view.put("restarts", service.restarts());
    view.put("ports", service.ports().stream().map(StackView::of).toList());
    view.put("dependsOn", service.dependsOn());
    view.put("detail", service.detail());
    view.put("url", service.webUrl());
    Problem problem = service.problem();
    view.put("problem", problem == null ? null : Output.describe(problem));
    return view;
  }

  private static Map<String, Object> of(PortBinding port) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("address", port.hostAddress());
    view.put("host", port.hostPort());
    view.put("container", port.containerPort());
    view.put("protocol", port.protocol());
    return view;
  }

  static Map<String, Object> of(StackPlan plan) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("services", plan.services());
    view.put("imagesToPull", plan.imagesToPull());
    view.put("newVolumes", plan.newVolumes());
    view.put("newNetworks", plan.newNetworks());
    view.put("newSecrets", plan.newSecrets());
    view.put("hostPorts", plan.hostPorts());
    view.put("memoryLimitBytes", plan.memoryLimitBytes());
    return view;
  }

  static String word(Enum<?> state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  /** Published ports; with their address where others than this machine reach them. */
  static List<String> ports(ServiceStatus service) {
    return service.ports().stream()
        .filter(port -> port.hostPort() > 0)
        .map(port ->
            port.hostAddress().equals("127.0.0.1")
                ? String.valueOf(port.hostPort())
                : port.hostAddress() + ":" + port.hostPort())
        .distinct()
        .toList();
  }
}
