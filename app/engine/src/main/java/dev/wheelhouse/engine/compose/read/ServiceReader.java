// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.read;

import dev.wheelhouse.engine.compose.ComposeBuild;
import dev.wheelhouse.engine.compose.ComposePort;
import dev.wheelhouse.engine.compose.ComposeService;
import dev.wheelhouse.engine.compose.ComposeService.Condition;
import dev.wheelhouse.engine.compose.ComposeService.Dependency;
import dev.wheelhouse.engine.compose.ComposeService.FileMount;
import dev.wheelhouse.engine.compose.ComposeService.Joining;
import dev.wheelhouse.engine.compose.ComposeService.Making;
import dev.wheelhouse.engine.compose.load.ComposeModel;
import dev.wheelhouse.engine.compose.tree.Place;
import dev.wheelhouse.engine.compose.tree.Tree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One entry of {@code services}. */
final class ServiceReader {
  /** Keys that are refused with a reason; any other unknown key is refused by name alone. */
  private static final Map<String, String> REFUSED =
      Map.ofEntries(
          Map.entry("network_mode", "services join networks of their stack only"),
          Map.entry("pid", "sharing processes with the machine is not allowed"),
          Map.entry("ipc", "sharing memory with the machine is not allowed"),
          Map.entry("uts", "sharing the machine's name is not allowed"),
          Map.entry("userns_mode", "leaving the user namespace is not allowed"),
          Map.entry("cgroup", "sharing the machine's control groups is not allowed"),
          Map.entry("cgroup_parent", "sharing the machine's control groups is not allowed"),
          Map.entry("volumes_from", "name the volumes"));

  /** Keys that mean nothing to a container that is run here. */
  private static final Map<String, String> LEFT_OUT =
      Map.of(
          "develop", "images are not built again when files change",
          "expose", "services of a stack reach each other's ports anyway",
          "attach", "the log screen shows each service's output",
          "annotations", "they are notes for other tools");

  private static final int MOST_COPIES = 100;

  private final Trust trust;
  private final List<String> notices;
  private final String project;
  private final BuildReader builds;
  private final MountReader mounts;
  private final ResourceReader resources;

  ServiceReader(ComposeModel model, Trust trust, List<String> notices) {
    Path folder = model.sources().folder();
    this.project = model.name();
    this.builds = new BuildReader(folder, trust);
    this.trust = trust;
    this.notices = notices;
    this.mounts = new MountReader(folder, trust);
    this.resources = new ResourceReader(trust, notices);
  }

  ComposeService read(String name, Fields fields) {
    if (!name.matches("[a-zA-Z0-9][a-zA-Z0-9._-]*")) {
      throw fields.place().invalid("\"" + name + "\" is no name of a service");
    }
    REFUSED.forEach((key, reason) -> refuse(fields, key, reason));
    ComposeBuild build = builds.read(fields);
    String image = fields.text("image", build == null ? "" : project + "-" + name);
    if (image.isBlank()) {
      throw fields.place().invalid("the service names no image");
    }
    List<ComposePort> ports = PortReader.read(fields, trust, notices);
    ComposeService service =
        new ComposeService(
            name,
            image,
            ProgramReader.read(fields),
            environment(fields),
            ProgramReader.health(fields),
            ports,
            mounts.read(fields),
            fileMounts(fields),
            networks(fields),
            dependencies(fields),
            resources.resources(fields),
            resources.rights(fields),
            ResourceReader.restart(fields, notices),
            ResourceReader.logging(fields),
            labels(fields),
            making(fields, ports, build),
            fields.extension());
    leftOut(
        fields.child("healthcheck"),
        "start_interval",
        "the check runs at its interval from the start",
        notices);
    LEFT_OUT.forEach((key, reason) -> leftOut(fields, key, reason, notices));
    if (build == null || !build.always()) {
      leftOut(fields, "pull_policy", "images are pulled when they are missing", notices);
    }
    fields.get("profiles");
    links(fields);
    fields.done();
    return service;
  }

  /** A service of the same stack is found by its name anyway, and its start is waited for. */
  private static void links(Fields fields) {
    for (Tree item : fields.row("links")) {
      String[] parts = Fields.text(item).split(":", 2);
      if (parts.length > 1 && !parts[1].equals(parts[0])) {
        throw item.place()
            .invalid(
                "the name \"" + parts[1] + "\" of a link is not supported",
                "Give the service that alias in a network of both.");
      }
    }
  }

  private static void refuse(Fields fields, String key, String reason) {
    if (fields.has(key)) {
      throw fields.place(key).invalid("the key \"" + key + "\" is not supported: " + reason);
    }
  }

  /** What has no value is not set, as Compose does it. */
  private static Map<String, String> environment(Fields fields) {
    Map<String, String> result = new LinkedHashMap<>();
    fields
        .optionalPairs("environment")
        .forEach((name, value) -> value.ifPresent(text -> result.put(name, text)));
    return result;
  }

  /** Says once that what stands under the key has no effect here. */
  static void leftOut(Fields fields, String key, String reason, List<String> notices) {
    if (fields.get(key).isPresent()) {
      Place place = fields.place(key);
      notices.add(
          "%s:%d:%d: %s has no effect here: %s"
              .formatted(place.file(), place.line(), place.column(), place.key(), reason));
    }
  }

  private List<FileMount> fileMounts(Fields fields) {
    List<FileMount> result = new ArrayList<>();
    for (Tree item : fields.row("secrets")) {
      result.add(fileMount(true, "/run/secrets/", item));
    }
    for (Tree item : fields.row("configs")) {
      result.add(fileMount(false, "/", item));
    }
    return result;
  }

  private FileMount fileMount(boolean secret, String base, Tree item) {
    if (item instanceof Tree.Leaf leaf) {
      return new FileMount(secret, leaf.text(), base + leaf.text());
    }
    Fields fields = Fields.of(item);
    String source = fields.text("source", "");
    String target = fields.text("target", source);
    for (String key : List.of("uid", "gid", "mode")) {
      leftOut(fields, key, "the file is mounted as it is", notices);
    }
    fields.done();
    return new FileMount(secret, source, target.startsWith("/") ? target : base + target);
  }

  /** Those of a higher priority are joined first. */
  private static Map<String, Joining> networks(Fields fields) {
    Fields networks = fields.child("networks");
    Map<String, Joining> result = new LinkedHashMap<>();
    Map<String, Long> priorities = new LinkedHashMap<>();
    networks.names().forEach(key -> priorities.put(key, networks.child(key).number("priority", 0)));
    priorities.keySet().stream()
        .sorted(Comparator.comparingLong(key -> -priorities.getOrDefault(key, 0L)))
        .forEach(key -> result.put(key, joining(networks.child(key))));
    return result;
  }

  private static Joining joining(Fields network) {
    network.get("priority");
    Joining result =
        new Joining(
            network.texts("aliases"),
            network.text("ipv4_address", ""),
            network.text("ipv6_address", ""));
    network.done();
    return result;
  }

  private static Making making(
      Fields fields, List<ComposePort> ports, @Nullable ComposeBuild build) {
    Fields deploy = fields.child("deploy");
    String key = fields.has("scale") ? "scale" : "deploy";
    long copies = fields.number("scale", deploy.number("replicas", 1));
    String name = fields.textOrNull("container_name");
    if (copies < 0 || copies > MOST_COPIES) {
      throw fields.place(key).invalid("a service has 0 to " + MOST_COPIES + " containers");
    }
    if (name != null && !name.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]+")) {
      throw fields
          .place("container_name")
          .invalid(
              "\"" + name + "\" is no name of a container",
              "Use letters, digits, _, . and -, and begin with a letter or digit.");
    }
    if (name != null && copies > 1) {
      throw fields
          .place("container_name")
          .invalid(copies + " containers cannot have one name", "Leave container_name out.");
    }
    for (ComposePort port : ports) {
      if (port.room() < copies) {
        throw fields
            .place("ports")
            .invalid(
                "%d containers cannot share the host's port %d".formatted(copies, port.hostPort()),
                "Give a range with a port for each, such as 127.0.0.1:8000-8009:80, or no host"
                    + " port.");
      }
    }
    return new Making(name, Math.toIntExact(copies), build);
  }

  private static Map<String, Dependency> dependencies(Fields fields) {
    Map<String, Dependency> result = new LinkedHashMap<>();
    switch (fields.get("depends_on").orElse(null)) {
      case null -> {}
      case Tree.Branch map ->
          map.children().forEach((key, value) -> result.put(key, dependency(Fields.of(value))));
      case Tree other ->
          Fields.row(other)
              .forEach(
                  key -> result.put(Fields.text(key), new Dependency(Condition.STARTED, true)));
    }
    return result;
  }

  private static Dependency dependency(Fields fields) {
    Condition condition =
        switch (fields.text("condition", "service_started")) {
          case "service_started" -> Condition.STARTED;
          case "service_healthy" -> Condition.HEALTHY;
          case "service_completed_successfully" -> Condition.COMPLETED;
          default ->
              throw fields
                  .place("condition")
                  .invalid(
                      "the condition must be service_started, service_healthy or"
                          + " service_completed_successfully");
        };
    fields.flag("restart", false);
    Dependency result = new Dependency(condition, fields.flag("required", true));
    fields.done();
    return result;
  }

  private static Map<String, String> labels(Fields fields) {
    Map<String, String> labels = fields.pairs("labels");
    for (String label : labels.keySet()) {
      if (label.startsWith("com.docker.compose.")) {
        throw fields.place("labels").invalid("labels of com.docker.compose are set by the stack");
      }
    }
    return labels;
  }
}
