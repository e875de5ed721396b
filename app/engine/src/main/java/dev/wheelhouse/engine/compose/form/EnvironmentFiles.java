// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.form;

import dev.wheelhouse.engine.compose.source.DotEnv;
import dev.wheelhouse.engine.compose.tree.Place;
import dev.wheelhouse.engine.compose.tree.Tree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** Reads each service's {@code env_file}s into its environment, which wins over them. */
public final class EnvironmentFiles {
  private EnvironmentFiles() {}

  /**
   * The same project without {@code env_file}.
   *
   * @param guard throws for files that must not be read
   */
  public static Tree.Branch resolve(
      Tree.Branch root, Map<String, String> variables, BiConsumer<Path, Place> guard) {
    Map<String, Tree> services = new LinkedHashMap<>();
    Tree.Branch old = root.branch("services");
    old.children()
        .forEach((name, value) ->
            services.put(
                name,
                value instanceof Tree.Branch service && service.has("env_file")
                    ? service(service, variables, guard)
                    : value));
    return root.with("services", new Tree.Branch(old.place(), services));
  }

  private static Tree.Branch service(
      Tree.Branch service, Map<String, String> variables, BiConsumer<Path, Place> guard) {
    Map<String, Tree> environment = new LinkedHashMap<>();
    Map<String, String> known = new LinkedHashMap<>(variables);
    if (service.get("env_file") instanceof Tree.Row files) {
      for (Tree item : files.items()) {
        if (item instanceof Tree.Branch file) {
          Map<String, String> values = read(file, known, guard);
          known.putAll(values);
          values.forEach(
              (name, value) -> environment.put(name, Tree.Leaf.text(item.place(), value)));
        }
      }
    }
    environment.putAll(service.branch("environment").children());
    return service
        .without("env_file")
        .with("environment", new Tree.Branch(service.branch("environment").place(), environment));
  }

  private static Map<String, String> read(
      Tree.Branch file, Map<String, String> known, BiConsumer<Path, Place> guard) {
    Path path = Path.of(file.text("path"));
    guard.accept(path, file.place());
    if (Files.isRegularFile(path)) {
      return file.text("format").equals("raw")
          ? DotEnv.readRaw(path, known)
          : DotEnv.read(path, known);
    }
    if (file.get("required") instanceof Tree.Leaf leaf && leaf.value().equals(false)) {
      return Map.of();
    }
    throw file.place()
        .invalid(
            "there is no file \"" + path + "\"",
            "Make the file, or write the long form with \"required: false\".");
  }
}
