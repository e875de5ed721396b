// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.form;

import dev.wheelhouse.engine.compose.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Defaults that hold where the file is, before its paths are made absolute. */
public final class Defaults {
  private Defaults() {}

  /** The same file with them filled in. */
  public static Tree.Branch of(Tree.Branch root) {
    Map<String, Tree> services = new LinkedHashMap<>();
    Tree.Branch old = root.branch("services");
    old.children()
        .forEach((name, value) ->
            services.put(name, value instanceof Tree.Branch service ? service(service) : value));
    return services.isEmpty()
        ? root
        : root.with("services", new Tree.Branch(old.place(), services));
  }

  private static Tree.Branch service(Tree.Branch service) {
    Tree.Branch result = service;
    if (result.get("build") instanceof Tree.Branch build && !build.has("context")) {
      Tree.Leaf here = Tree.Leaf.text(build.place(), ".");
      result = result.with("build", build.with("context", here));
    }
    if (result.get("secrets") instanceof Tree.Row secrets) {
      result = result.with("secrets", each(secrets, Defaults::secret));
    }
    if (result.get("ports") instanceof Tree.Row ports) {
      result = result.with("ports", each(ports, Defaults::port));
    }
    if (result.get("gpus") instanceof Tree.Row gpus) {
      result = result.with("gpus", each(gpus, Defaults::device));
    }
    Tree.Branch deploy = result.branch("deploy");
    Tree.Branch resources = deploy.branch("resources");
    Tree.Branch reserved = resources.branch("reservations");
    if (reserved.get("devices") instanceof Tree.Row devices) {
      reserved = reserved.with("devices", each(devices, Defaults::device));
      resources = resources.with("reservations", reserved);
      result = result.with("deploy", deploy.with("resources", resources));
    }
    return result;
  }

  private static Tree.Branch secret(Tree.Branch secret) {
    return secret.has("target")
        ? secret
        : secret.with(
            "target", Tree.Leaf.text(secret.place(), "/run/secrets/" + secret.text("source")));
  }

  private static Tree.Row each(Tree.Row row, UnaryOperator<Tree.Branch> change) {
    List<Tree> items = new ArrayList<>();
    for (Tree item : row.items()) {
      items.add(item instanceof Tree.Branch branch ? change.apply(branch) : item);
    }
    return new Tree.Row(row.place(), items);
  }

  private static Tree.Branch port(Tree.Branch port) {
    Tree.Branch result = port;
    if (!port.has("protocol")) {
      result = result.with("protocol", Tree.Leaf.text(port.place(), "tcp"));
    }
    return port.has("mode") ? result : result.with("mode", Tree.Leaf.text(port.place(), "ingress"));
  }

  private static Tree.Branch device(Tree.Branch device) {
    return device.has("count") || device.has("device_ids")
        ? device
        : device.with("count", Tree.Leaf.text(device.place(), "all"));
  }
}
