// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.templates;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads {@code template.yaml}. The files are ours, so a mistake in one is a defect. */
final class TemplateReader {

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private TemplateReader() {}

  /** Reads the template in the folder {@code id} beside this class. */
  static Template read(String id) {
    String name = id + "/template.yaml";
    try (InputStream stream = TemplateReader.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("Missing from this program: " + name);
      }
      Template template = parse(YAML.readTree(stream));
      if (!template.id().equals(id)) {
        throw new IllegalStateException(name + " calls itself " + template.id());
      }
      return template;
    } catch (IOException exception) {
      throw new UncheckedIOException("Cannot read " + name, exception);
    }
  }

  private static Template parse(JsonNode root) {
    Set<String> executables =
        elements(root.required("executables")).map(JsonNode::asText).collect(Collectors.toSet());
    JsonNode needs = root.required("requirements");
    return new Template(
        text(root, "id"),
        text(root, "title"),
        text(root, "description"),
        text(root, "compose"),
        new Requirements(
            bytes(text(needs, "memory")),
            bytes(text(needs, "recommendedMemory")),
            bytes(text(needs, "disk"))),
        elements(root.required("variables")).map(TemplateReader::variable).toList(),
        elements(root.required("files"))
            .map(JsonNode::asText)
            .map(path -> new TemplateFile(path, executables.contains(path)))
            .toList());
  }

  private static Variable variable(JsonNode node) {
    return new Variable(
        text(node, "name"),
        text(node, "default"),
        Variable.Kind.valueOf(text(node, "kind").toUpperCase(Locale.ROOT)),
        text(node, "meaning"));
  }

  /** Turns "4g" into bytes; k, m and g are 1024-based, as in Compose. */
  static long bytes(String text) {
    int end = text.length() - 1;
    int shift =
        switch (text.charAt(end)) {
          case 'k' -> 10;
          case 'm' -> 20;
          case 'g' -> 30;
          default -> 0;
        };
    String digits = shift == 0 ? text : text.substring(0, end);
    return Math.multiplyExact(Long.parseLong(digits), 1L << shift);
  }

  private static String text(JsonNode node, String field) {
    return node.required(field).asText();
  }

  private static Stream<JsonNode> elements(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }
}
