// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.form;

import dev.wheelhouse.engine.compose.tree.Place;
import dev.wheelhouse.engine.compose.tree.Tree;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks that the parts of a project fit: names are defined, services do not wait in circles. */
public final class Consistency {
  private static final int LONGEST = 500;

  private final Tree.Branch root;
  private final Tree.Branch services;

  private Consistency(Tree.Branch root) {
    this.root = root;
    this.services = root.branch("services");
  }

  /** Checks what must hold whatever services are on. */
  public static void checkAll(Tree.Branch root) {
    content(root.branch("configs"), List.of("file", "environment", "content"));
    content(root.branch("secrets"), List.of("file", "environment"));
    root.branch("volumes").children().values().forEach(Consistency::onlyName);
  }

  /** Checks the services that are on. */
  public static void check(Tree.Branch root, Set<String> profiles) {
    Consistency consistency = new Consistency(root);
    if (consistency.services.children().isEmpty()) {
      throw consistency
          .services
          .place()
          .invalid(
              "there are no services",
              profiles.isEmpty()
                  ? "Add a service below \"services:\", or switch a profile on."
                  : "No service has the profiles " + profiles + "; check their names.");
    }
    Map<String, String> names = new LinkedHashMap<>();
    Set<String> done = new HashSet<>();
    consistency
        .services
        .children()
        .forEach((name, value) -> {
          Tree.Branch service = (Tree.Branch) value;
          consistency.service(service);
          consistency.containerName(name, service, names);
          consistency.circle(name, new ArrayDeque<>(), done);
        });
  }

  private static void content(Tree.Branch files, List<String> ways) {
    for (Tree value : files.children().values()) {
      if (value instanceof Tree.Branch file) {
        List<String> given = ways.stream().filter(way -> file.children().containsKey(way)).toList();
        if (given.size() > 1) {
          throw file.place()
              .invalid(
                  "only one of " + String.join(", ", given) + " can be given", "Keep one of them.");
        }
        if (given.isEmpty() && !file.has("driver") && !file.has("external")) {
          throw file.place()
              .invalid(
                  "it says nowhere what is in it", "Add one of " + String.join(", ", ways) + ".");
        }
      }
    }
  }

  private static void onlyName(Tree value) {
    if (value instanceof Tree.Branch volume && Normal.isTrue(volume.get("external"))) {
      for (Map.Entry<String, Tree> entry : volume.children().entrySet()) {
        String key = entry.getKey();
        if (!key.equals("name") && !key.equals("external") && !key.startsWith("x-")) {
          throw entry
              .getValue()
              .place()
              .invalid(
                  "an external volume is as it was made and takes no \"" + key + "\"",
                  "Take out \"" + key + "\", or take out \"external\".");
        }
      }
    }
  }

  private void service(Tree.Branch service) {
    if (!service.has("image") && !service.has("build")) {
      throw service.place().invalid("the service names no image", "Add image: NAME, or build.");
    }
    Tree.Branch build = service.branch("build");
    if (build.has("dockerfile") && build.has("dockerfile_inline")) {
      throw build
          .place()
          .invalid("dockerfile and dockerfile_inline are both given", "Keep one of them.");
    }
    if (service.has("network_mode") && !service.branch("networks").children().isEmpty()) {
      throw service
          .branch("networks")
          .place()
          .invalid("networks and network_mode are both given", "Keep one of them.");
    }
    defined("networks", service.branch("networks").children().keySet(), service, "networks");
    items(service, "volumes", "volumes", true);
    items(service, "configs", "configs", false);
    items(service, "secrets", "secrets", false);
    items(build, "secrets", "secrets", false);
    dependencies(service);
    test(service.branch("healthcheck"));
    limits(service);
  }

  private void defined(String part, Set<String> names, Tree.Branch parent, String key) {
    for (String name : names) {
      if (!root.branch(part).children().containsKey(name)) {
        Tree value = parent.branch(key).get(name);
        throw undefined(part, name, value == null ? parent.place() : value.place());
      }
    }
  }

  private static RuntimeException undefined(String part, String name, Place place) {
    String what = part.substring(0, part.length() - 1);
    return place.invalid(
        "the " + what + " \"" + name + "\" is not defined",
        "Add it below the top-level \"" + part + ":\", or mend its name.");
  }

  private void items(Tree.Branch parent, String key, String part, boolean onlyVolumes) {
    if (!(parent.get(key) instanceof Tree.Row row)) {
      return;
    }
    for (Tree item : row.items()) {
      if (item instanceof Tree.Branch one && (!onlyVolumes || one.text("type").equals("volume"))) {
        String source = one.text("source");
        boolean nameless = onlyVolumes && source.isEmpty();
        if (!nameless && !root.branch(part).children().containsKey(source)) {
          Tree place = one.get("source");
          throw undefined(part, source, place == null ? one.place() : place.place());
        }
      }
    }
  }

  private void dependencies(Tree.Branch service) {
    service
        .branch("depends_on")
        .children()
        .forEach((name, value) -> {
          boolean required =
              !(value instanceof Tree.Branch one) || Normal.isTrue(one.get("required"));
          if (required && !services.children().containsKey(name)) {
            throw undefined("services", name, value.place());
          }
        });
  }

  private static void test(Tree.Branch check) {
    List<String> words = Normal.texts(check, "test");
    if (!words.isEmpty() && !List.of("NONE", "CMD", "CMD-SHELL").contains(words.getFirst())) {
      Tree test = check.get("test");
      throw (test == null ? check.place() : test.place())
          .invalid(
              "the test must begin with NONE, CMD or CMD-SHELL",
              "Write [\"CMD\", …], or the whole command as one text.");
    }
  }

  /** Old keys and those below {@code deploy} mean the same; both at once must agree. */
  private static void limits(Tree.Branch service) {
    Tree.Branch limits = service.branch("deploy").branch("resources").branch("limits");
    Map<String, String> pairs = Map.of("cpus", "cpus", "mem_limit", "memory", "pids_limit", "pids");
    pairs.forEach((old, fresh) -> {
      if (service.get(old) instanceof Tree.Leaf one
          && limits.get(fresh) instanceof Tree.Leaf two
          && !one.asText().equals(two.asText())) {
        throw one.place()
            .invalid(
                old + " and deploy.resources.limits say different things", "Keep one of them.");
      }
    });
    if (service.get("scale") instanceof Tree.Leaf scale
        && service.branch("deploy").get("replicas") instanceof Tree.Leaf replicas
        && !scale.asText().equals(replicas.asText())) {
      throw scale
          .place()
          .invalid("scale and deploy.replicas say different things", "Keep one of them.");
    }
  }

  private void containerName(String service, Tree.Branch branch, Map<String, String> names) {
    if (branch.get("container_name") instanceof Tree.Leaf leaf) {
      String other = names.put(leaf.text(), service);
      if (other != null) {
        throw leaf.place()
            .invalid(
                "the service \"" + other + "\" has the same container_name",
                "Give each service a name of its own, or leave container_name out.");
      }
    }
  }

  private void circle(String name, Deque<String> way, Set<String> done) {
    if (way.contains(name)) {
      Tree.Branch first = services.branch(name);
      way.addLast(name);
      throw first
          .branch("depends_on")
          .place()
          .invalid(
              "services wait for each other: " + String.join(" → ", way),
              "Take out one of these \"depends_on\".");
    }
    if (!(services.get(name) instanceof Tree.Branch service) || done.contains(name)) {
      return;
    }
    way.addLast(name);
    if (way.size() > LONGEST) {
      throw service
          .place()
          .invalid(
              "more than " + LONGEST + " services wait for each other in a row",
              "Make the chain of \"depends_on\" shorter.");
    }
    service.branch("depends_on").children().keySet().forEach(next -> circle(next, way, done));
    way.removeLast();
    done.add(name);
  }
}
