// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.form;

import dev.wheelhouse.engine.compose.tree.Place;
import dev.wheelhouse.engine.compose.tree.Tree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fills in what a project as a whole implies: the default network, names, the order that links and
 * shared namespaces ask for, values of variables that are only named.
 */
public final class Normal {
  private final String project;
  private final Map<String, String> variables;

  private Normal(String project, Map<String, String> variables) {
    this.project = project;
    this.variables = variables;
  }

  /** The same project with that filled in. */
  public static Tree.Branch of(Tree.Branch root, String name, Map<String, String> variables) {
    return new Normal(name, variables).project(root);
  }

  private Tree.Branch project(Tree.Branch root) {
    Tree.Branch networks = root.branch("networks");
    if (!networks.children().containsKey("default")) {
      networks = networks.with("default", new Tree.Nothing(networks.place()));
    }
    Map<String, Tree> services = new LinkedHashMap<>();
    Tree.Branch old = root.branch("services");
    old.children()
        .forEach((name, value) ->
            services.put(
                name,
                value instanceof Tree.Branch service
                    ? service(service)
                    : service(new Tree.Branch(value.place(), Map.of()))));
    Tree.Branch result =
        root.with("name", Tree.Leaf.text(root.place(), project))
            .with("services", new Tree.Branch(old.place(), services))
            .with("networks", networks);
    for (String part : List.of("networks", "volumes", "configs", "secrets")) {
      if (result.get(part) instanceof Tree.Branch resources) {
        result = result.with(part, named(resources));
      }
    }
    return result;
  }

  private Tree.Branch named(Tree.Branch resources) {
    Map<String, Tree> result = new LinkedHashMap<>();
    resources
        .children()
        .forEach((key, value) -> {
          Tree.Branch one =
              value instanceof Tree.Branch given ? given : new Tree.Branch(value.place(), Map.of());
          boolean external = isTrue(one.get("external"));
          if (!one.has("name")) {
            String name = external ? key : project + "_" + key;
            one = one.with("name", Tree.Leaf.text(one.place(), name));
          }
          result.put(key, one);
        });
    return new Tree.Branch(resources.place(), result);
  }

  static boolean isTrue(@org.jspecify.annotations.Nullable Tree tree) {
    return tree instanceof Tree.Leaf leaf && leaf.value().equals(true);
  }

  private Tree.Branch service(Tree.Branch service) {
    Tree.Branch result = service;
    if (service.branch("networks").children().isEmpty() && !service.has("network_mode")) {
      Place place = service.place().at("networks");
      result =
          result.with(
              "networks", new Tree.Branch(place, Map.of("default", new Tree.Nothing(place))));
    }
    if (result.text("pull_policy").equals("if_not_present")) {
      Place place = result.place().at("pull_policy");
      result = result.with("pull_policy", Tree.Leaf.text(place, "missing"));
    }
    if (result.get("volumes") instanceof Tree.Row mounts) {
      result =
          result.with(
              "volumes",
              new Tree.Row(
                  mounts.place(), mounts.items().stream().map(Normal::cleanTarget).toList()));
    }
    if (result.get("build") instanceof Tree.Branch build) {
      result = result.with("build", build(build));
    }
    if (result.has("environment")) {
      result = result.with("environment", withValues(result, "environment", true));
    }
    return dependencies(result);
  }

  private static Tree cleanTarget(Tree mount) {
    return mount instanceof Tree.Branch one && one.get("target") instanceof Tree.Leaf target
        ? one.with(
            "target",
            new Tree.Leaf(target.place(), VolumeForm.clean(target.text()), target.raw(), true))
        : mount;
  }

  private Tree.Branch build(Tree.Branch build) {
    Tree.Branch result = build;
    if (!build.has("dockerfile") && !build.has("dockerfile_inline")) {
      result = result.with("dockerfile", Tree.Leaf.text(build.place(), "Dockerfile"));
    }
    return build.has("args") ? result.with("args", withValues(build, "args", false)) : result;
  }

  /** A name without a value takes that of the variable; without one it stays, or is left out. */
  private Tree withValues(Tree.Branch parent, String key, boolean stays) {
    Tree given = parent.get(key);
    if (given == null || !(Canonical.pairs(given) instanceof Tree.Branch pairs)) {
      return parent.branch(key);
    }
    Map<String, Tree> result = new LinkedHashMap<>();
    pairs
        .children()
        .forEach((name, value) -> {
          String known = variables.get(name);
          if (!(value instanceof Tree.Nothing) || (known == null && stays)) {
            result.put(name, value);
          } else if (known != null) {
            result.put(name, Tree.Leaf.text(value.place(), known));
          }
        });
    return new Tree.Branch(pairs.place(), result);
  }

  private static Tree.Branch dependencies(Tree.Branch service) {
    Map<String, Tree> result = new LinkedHashMap<>(service.branch("depends_on").children());
    for (String link : texts(service, "links")) {
      String[] parts = link.split(":", -1);
      result.putIfAbsent(
          parts.length == 2 ? parts[0] : link, started(place(service, "links"), true));
    }
    for (String space : List.of("network_mode", "ipc", "pid", "uts", "cgroup")) {
      String shared = service.text(space);
      if (shared.startsWith("service:")) {
        result.putIfAbsent(
            shared.substring("service:".length()), started(place(service, space), true));
      }
    }
    for (String volumes : texts(service, "volumes_from")) {
      if (!volumes.startsWith("container:")) {
        result.putIfAbsent(
            volumes.split(":", 2)[0], started(place(service, "volumes_from"), false));
      }
    }
    return result.isEmpty()
        ? service
        : service.with("depends_on", new Tree.Branch(service.branch("depends_on").place(), result));
  }

  private static Place place(Tree.Branch service, String key) {
    Tree value = service.get(key);
    return value == null ? service.place() : value.place();
  }

  private static Tree.Branch started(Place place, boolean restart) {
    Map<String, Tree> values = new LinkedHashMap<>();
    values.put("condition", Tree.Leaf.text(place, "service_started"));
    values.put("restart", Tree.Leaf.plain(place, restart));
    values.put("required", Tree.Leaf.plain(place, true));
    return new Tree.Branch(place, values);
  }

  static List<String> texts(Tree.Branch service, String key) {
    return service.get(key) instanceof Tree.Row row
        ? row.items().stream()
            .filter(Tree.Leaf.class::isInstance)
            .map(item -> ((Tree.Leaf) item).asText())
            .toList()
        : List.of();
  }
}
