// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The contexts that {@code docker context} keeps: {@code contexts/meta/HASH/meta.json} with the
 * address and {@code contexts/tls/HASH/docker} with certificates; HASH is the SHA-256 of the name.
 */
final class ContextStore {
  private static final Logger log = LoggerFactory.getLogger(ContextStore.class);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Path folder;

  ContextStore(Path folder) {
    this.folder = folder;
  }

  /** A context's engine. */
  record Context(String host, Optional<Path> certificates) {}

  /** The name of the current context; empty when none is chosen. */
  String current() {
    return read(folder.resolve("config.json")).path("currentContext").asText("");
  }

  Optional<Context> find(String name) {
    String hash = sha256(name);
    JsonNode meta = read(folder.resolve("contexts/meta").resolve(hash).resolve("meta.json"));
    String host = meta.path("Endpoints").path("docker").path("Host").asText("");
    if (host.isEmpty()) {
      return Optional.empty();
    }
    Path tls = folder.resolve("contexts/tls").resolve(hash).resolve("docker");
    boolean secured = Files.exists(tls.resolve("ca.pem"));
    return Optional.of(new Context(host, secured ? Optional.of(tls) : Optional.empty()));
  }

  private static JsonNode read(Path file) {
    if (!Files.isRegularFile(file)) {
      return MissingNode.getInstance();
    }
    try {
      return MAPPER.readTree(file.toFile());
    } catch (IOException e) {
      log.warn("{} cannot be read: {}", file, e.getMessage());
      return MissingNode.getInstance();
    }
  }

  private static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
