// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.read;

import dev.wheelhouse.engine.compose.ComposeMount;
import dev.wheelhouse.engine.compose.ComposeProject;
import dev.wheelhouse.engine.compose.ComposeService;
import dev.wheelhouse.engine.compose.ComposeService.FileMount;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** Checks that whatever a service names is there, and that no service waits for itself. */
final class References {
  private final ComposeProject project;
  private final Fields services;

  References(ComposeProject project, Fields services) {
    this.project = project;
    this.services = services;
  }

  void check() {
    for (ComposeService service : project.services().values()) {
      check(service);
      circle(service.name(), new ArrayDeque<>(), new HashSet<>());
    }
  }

  private void check(ComposeService service) {
    Fields fields = services.child(service.name());
    for (String network : service.networks().keySet()) {
      require(project.networks().containsKey(network), fields, "networks", "network", network);
    }
    for (ComposeMount mount : service.mounts()) {
      boolean known =
          mount.kind() != ComposeMount.Kind.VOLUME || project.volumes().containsKey(mount.source());
      require(known, fields, "volumes", "volume", mount.source());
    }
    for (FileMount file : service.files()) {
      String key = file.secret() ? "secrets" : "configs";
      boolean known =
          (file.secret() ? project.secrets() : project.configs()).containsKey(file.source());
      require(known, fields, key, file.secret() ? "secret" : "config", file.source());
    }
    service
        .dependsOn()
        .forEach((name, dependency) ->
            require(
                !dependency.required() || project.services().containsKey(name),
                fields,
                "depends_on",
                "service",
                name));
  }

  private static void require(boolean known, Fields fields, String key, String what, String name) {
    if (!known) {
      throw fields.place(key).invalid("the " + what + " \"" + name + "\" is not defined");
    }
  }

  private void circle(String name, Deque<String> way, Set<String> done) {
    if (way.contains(name)) {
      way.addLast(name);
      throw services
          .child(name)
          .place("depends_on")
          .invalid("services wait for each other: " + String.join(" → ", way));
    }
    ComposeService service = project.services().get(name);
    if (service == null || done.contains(name)) {
      return;
    }
    way.addLast(name);
    service.dependsOn().keySet().forEach(next -> circle(next, way, done));
    way.removeLast();
    done.add(name);
  }
}
