// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wheelhouse.engine.platform.PrivateFiles;
import dev.wheelhouse.engine.platform.ProcessMark;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file in the home that says which process runs the gateway, and on which port. Only the user can
 * write it, so that no stranger who holds the port is taken for ours and sent the token.
 */
final class GatewayMarker {
  private static final Logger log = LoggerFactory.getLogger(GatewayMarker.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final String own = ProcessMark.ofThisProcess().text();

  GatewayMarker(Path file) {
    this.file = file;
  }

  /** A gateway of this home in another process. */
  record Other(URI address, long pid) {}

  /** The gateway that another living process of this home runs. */
  Optional<Other> other() {
    return read()
        .filter(marker -> !marker.path("process").asText("").equals(own))
        .flatMap(marker -> {
          ProcessMark process = new ProcessMark(marker.path("process").asText(""));
          return process.alive()
              ? Optional.of(new Other(address(marker), process.pid()))
              : Optional.empty();
        });
  }

  private static URI address(JsonNode marker) {
    return URI.create("http://127.0.0.1:" + marker.path("port").asInt());
  }

  void write(int port) {
    String text = JSON.createObjectNode().put("process", own).put("port", port).toString() + "\n";
    PrivateFiles.write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Removes it, unless another process has put its own there. */
  void remove() {
    if (read().filter(marker -> marker.path("process").asText("").equals(own)).isPresent()) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        // it names a process that has ended, which is as good as none
        log.debug("left over: {}", file, e);
      }
    }
  }

  private Optional<JsonNode> read() {
    try {
      return Optional.ofNullable(JSON.readTree(Files.readAllBytes(file)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
