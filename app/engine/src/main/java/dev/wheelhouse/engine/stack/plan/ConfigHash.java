// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.wheelhouse.engine.docker.ContainerSpec;
import dev.wheelhouse.engine.docker.ContainerSpec.MountSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One number for all that a container was made from: its spec, and the content of the stack's own
 * files that it mounts. When it differs, the container is made anew. What has its default value
 * does not count, so a later release that knows more options keeps the containers of this one.
 */
final class ConfigHash {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true)
          .build();
  private static final int MOST_FILES = 1000;

  private final Path folder;

  ConfigHash(Path folder) {
    this.folder = folder;
  }

  /** SHA-256 in hexadecimal. */
  String of(ContainerSpec spec) {
    return of(spec, Map.of());
  }

  /**
   * The same where the Compose file itself holds the content of mounted files.
   *
   * @param contents by the place in the container
   */
  String of(ContainerSpec spec, Map<String, String> contents) {
    ObjectNode tree = MAPPER.valueToTree(spec);
    tree.remove("name");
    ObjectNode files = tree.putObject("files");
    for (MountSpec mount : spec.mounts()) {
      Path source = Path.of(mount.source());
      String content = contents.get(mount.target());
      if (content != null) {
        files.put(mount.target(), sha256(content.getBytes(StandardCharsets.UTF_8)));
      } else if (mount.type() == MountSpec.Type.BIND && source.startsWith(folder)) {
        files.put(mount.target(), content(source));
      }
    }
    return sha256(sorted(tree).toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Keys in order, without what is null, empty, zero or false. */
  private static JsonNode sorted(JsonNode node) {
    if (node.isObject()) {
      TreeMap<String, JsonNode> kept = new TreeMap<>();
      node.properties().forEach(entry -> kept.put(entry.getKey(), sorted(entry.getValue())));
      kept.values().removeIf(ConfigHash::isDefault);
      ObjectNode result = MAPPER.createObjectNode();
      kept.forEach(result::set);
      return result;
    }
    if (node.isArray()) {
      ArrayNode result = MAPPER.createArrayNode();
      node.forEach(item -> result.add(sorted(item)));
      return result;
    }
    return node;
  }

  private static boolean isDefault(JsonNode node) {
    return node.isNull()
        || (node.isContainerNode() && node.isEmpty())
        || (node.isTextual() && node.textValue().isEmpty())
        || (node.isNumber() && node.doubleValue() == 0)
        || (node.isBoolean() && !node.booleanValue());
  }

  private static String content(Path source) {
    if (!Files.exists(source)) {
      return "missing";
    }
    StringBuilder text = new StringBuilder();
    try (Stream<Path> tree = Files.walk(source)) {
      List<Path> files = tree.filter(Files::isRegularFile).sorted().limit(MOST_FILES).toList();
      for (Path file : files) {
        text.append(source.relativize(file)).append(' ').append(sha256(Files.readAllBytes(file)));
        text.append('\n');
      }
    } catch (IOException | UncheckedIOException e) {
      return "unreadable";
    }
    return sha256(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
