// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.templates;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** A Compose file as plain maps, with its merge keys resolved and its variables left alone. */
record ComposeFile(Map<String, Object> root) {

  static ComposeFile read(Path file) throws IOException {
    try (Reader reader = Files.newBufferedReader(file)) {
      Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
      return new ComposeFile(map(yaml.load(reader)));
    }
  }

  Map<String, Map<String, Object>> services() {
    return section("services");
  }

  Map<String, Map<String, Object>> secrets() {
    return section("secrets");
  }

  Map<String, Map<String, Object>> volumes() {
    return section("volumes");
  }

  Map<String, Map<String, Object>> networks() {
    return section("networks");
  }

  private Map<String, Map<String, Object>> section(String name) {
    Map<String, Map<String, Object>> entries = new TreeMap<>();
    map(root.get(name)).forEach((key, value) -> entries.put(key, map(value)));
    return entries;
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> map(Object node) {
    return node == null ? Map.of() : (Map<String, Object>) node;
  }

  @SuppressWarnings("unchecked")
  static List<Object> list(Object node) {
    return node == null ? List.of() : (List<Object>) node;
  }
}
