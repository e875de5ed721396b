// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.read;

import dev.wheelhouse.engine.compose.ComposeService;
import dev.wheelhouse.engine.compose.ComposeService.Condition;
import dev.wheelhouse.engine.compose.ComposeService.Dependency;
import dev.wheelhouse.engine.compose.ComposeService.FileMount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One entry of {@code services}. */
final class ServiceReader {
  /** Keys that are refused with a reason; any other unknown key is refused by name alone. */
  private static final Map<String, String> REFUSED =
      Map.ofEntries(
          Map.entry("build", "images are not built; name an image"),
          Map.entry("extends", "write the keys here, or share them with an anchor"),
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

  private final Path folder;
  private final Map<String, String> variables;
  private final MountReader mounts;
  private final ResourceReader resources;

  ServiceReader(Path folder, Map<String, String> variables, Trust trust) {
    this.folder = folder;
    this.variables = variables;
    this.mounts = new MountReader(folder, trust);
    this.resources = new ResourceReader(trust);
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
    fields.done();
    return service;
  }

  private static void refuse(Fields fields, String key, String reason) {
    if (fields.has(key)) {
      throw fields.place(key).invalid("the key \"" + key + "\" is not supported: " + reason);
    }
  }

  /** Files first, then what stands here; a name without a value comes from the variables. */
  private Map<String, String> environment(Fields fields) {
    Map<String, String> result = new LinkedHashMap<>();
    fields.get("env_file").ifPresent(value -> result.putAll(environmentFiles(value)));
    fields
        .optionalPairs("environment")
        .forEach((name, value) -> {
          Optional<String> known = value.or(() -> Optional.ofNullable(variables.get(name)));
          known.ifPresentOrElse(text -> result.put(name, text), () -> result.remove(name));
        });
    return result;
  }

  private Map<String, String> environmentFiles(Tree value) {
    Map<String, String> result = new LinkedHashMap<>();
    List<Tree> items = value instanceof Tree.Leaf ? List.of(value) : Fields.row(value);
    for (Tree item : items) {
      boolean required = true;
      String file;
      if (item instanceof Tree.Leaf leaf) {
        file = leaf.text();
      } else {
        Fields fields = Fields.of(item);
        file = fields.text("path", "");
        required = fields.flag("required", true);
        fields.done();
      }
      Path path = folder.resolve(file).normalize();
      if (Files.isRegularFile(path)) {
        result.putAll(DotEnv.read(path, variables));
      } else if (required) {
        throw item.place().invalid("there is no file \"" + file + "\"");
      }
    }
    return result;
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
