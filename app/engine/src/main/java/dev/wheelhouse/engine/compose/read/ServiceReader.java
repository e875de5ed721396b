// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.read;

import dev.wheelhouse.engine.compose.ComposeService;
import dev.wheelhouse.engine.compose.ComposeService.Condition;
import dev.wheelhouse.engine.compose.ComposeService.Dependency;
import dev.wheelhouse.engine.compose.ComposeService.FileMount;
import dev.wheelhouse.engine.compose.tree.Place;
import dev.wheelhouse.engine.compose.tree.Tree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One entry of {@code services}. */
final class ServiceReader {
  /** Keys that are refused with a reason; any other unknown key is refused by name alone. */
  private static final Map<String, String> REFUSED =
      Map.ofEntries(
          Map.entry("build", "images are not built; name an image"),
          Map.entry("container_name", "containers are named after the stack and the service"),
          Map.entry("network_mode", "services join networks of their stack only"),
          Map.entry("pid", "sharing processes with the machine is not allowed"),
          Map.entry("ipc", "sharing memory with the machine is not allowed"),
          Map.entry("uts", "sharing the machine's name is not allowed"),
          Map.entry("userns_mode", "leaving the user namespace is not allowed"),
          Map.entry("cgroup", "sharing the machine's control groups is not allowed"),
          Map.entry("cgroup_parent", "sharing the machine's control groups is not allowed"),
          Map.entry("devices", "devices of the machine are not given to services"),
          Map.entry("volumes_from", "name the volumes"));

  /** Keys that mean nothing to a container that is run here. */
  private static final Map<String, String> LEFT_OUT =
      Map.of(
          "develop", "images are not built again when files change",
          "expose", "services of a stack reach each other's ports anyway",
          "attach", "the log screen shows each service's output",
          "annotations", "they are notes for other tools",
          "pull_policy", "images are pulled when they are missing");

  private final List<String> notices;
  private final MountReader mounts;
  private final ResourceReader resources;

  ServiceReader(Path folder, Trust trust, List<String> notices) {
    this.notices = notices;
    this.mounts = new MountReader(folder, trust);
    this.resources = new ResourceReader(trust, notices);
  }

  ComposeService read(String name, Fields fields) {
    if (!name.matches("[a-zA-Z0-9][a-zA-Z0-9._-]*")) {
      throw fields.place().invalid("\"" + name + "\" is no name of a service");
    }
    REFUSED.forEach((key, reason) -> refuse(fields, key, reason));
    String image = fields.text("image", "");
    if (image.isBlank()) {
      throw fields.place().invalid("the service names no image");
    }
    ComposeService service =
        new ComposeService(
            name,
            image,
            ProgramReader.read(fields),
            environment(fields),
            ProgramReader.health(fields),
            PortReader.read(fields),
            mounts.read(fields),
            fileMounts(fields),
            networks(fields),
            dependencies(fields),
            resources.resources(fields),
            resources.rights(fields),
            ResourceReader.restart(fields),
            ResourceReader.logging(fields),
            labels(fields),
            fields.extension());
    leftOut(
        fields.child("healthcheck"),
        "start_interval",
        "the check runs at its interval from the start",
        notices);
    LEFT_OUT.forEach((key, reason) -> leftOut(fields, key, reason, notices));
    fields.get("profiles");
    fields.done();
    return service;
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

  private static List<FileMount> fileMounts(Fields fields) {
    List<FileMount> result = new ArrayList<>();
    for (Tree item : fields.row("secrets")) {
      result.add(fileMount(true, "/run/secrets/", item));
    }
    for (Tree item : fields.row("configs")) {
      result.add(fileMount(false, "/", item));
    }
    return result;
  }

  private static FileMount fileMount(boolean secret, String base, Tree item) {
    if (item instanceof Tree.Leaf leaf) {
      return new FileMount(secret, leaf.text(), base + leaf.text());
    }
    Fields fields = Fields.of(item);
    String source = fields.text("source", "");
    String target = fields.text("target", source);
    for (String key : List.of("uid", "gid", "mode")) {
      refuse(fields, key, "the file is mounted as it is");
    }
    fields.done();
    return new FileMount(secret, source, target.startsWith("/") ? target : base + target);
  }

  private static Map<String, List<String>> networks(Fields fields) {
    Map<String, List<String>> result = new LinkedHashMap<>();
    switch (fields.get("networks").orElse(null)) {
      case null -> result.put("default", List.of());
      case Tree.Branch map ->
          map.children().forEach((key, value) -> result.put(key, aliases(Fields.of(value))));
      case Tree other -> Fields.row(other).forEach(key -> result.put(Fields.text(key), List.of()));
    }
    return result;
  }

  private static List<String> aliases(Fields network) {
    List<String> aliases = network.texts("aliases");
    network.done();
    return aliases;
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
