// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.testing.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The client commands of the test image: list, ps, pull, rm and --version. */
final class OllamaCommands {
  private final InetSocketAddress server;
  private final PrintStream out;
  private final PrintStream err;

  OllamaCommands(InetSocketAddress server, PrintStream out, PrintStream err) {
    this.server = server;
    this.out = out;
    this.err = err;
  }

  int run(String... arguments) {
    String command = String.join(" ", arguments).replaceFirst(" .*", "");
    String model = arguments.length == 2 ? arguments[1] : "";
    try {
      switch (command) {
        case "list", "ls" -> list("/api/tags");
        case "ps" -> list("/api/ps");
        case "pull" -> post("POST", "/api/pull", model);
        case "rm" -> post("DELETE", "/api/delete", model);
        case "--version", "-v" -> out.println("ollama version is " + OllamaTestServer.VERSION);
        default -> {
          err.println("Error: unknown command \"" + command + "\" for \"ollama\"");
          return 1;
        }
      }
      return 0;
    } catch (IOException e) {
      err.println("Error: could not connect to ollama server, run 'ollama serve' to start it");
      return 1;
    } catch (IllegalStateException e) {
      err.println("Error: " + e.getMessage());
      return 1;
    }
  }

  private void list(String path) throws IOException {
    out.printf("%-30s %-15s %s%n", "NAME", "ID", "SIZE");
    for (JsonNode model : Json.MAPPER.readTree(call("GET", path, "")).path("models")) {
      String id = model.path("digest").asText().substring(0, 12);
      out.printf("%-30s %-15s %d%n", model.path("name").asText(), id, model.path("size").asLong());
    }
  }

  private void post(String method, String path, String model) throws IOException {
    ObjectNode body = Json.object().put("model", model).put("stream", false);
    String answer = call(method, path, Json.write(body));
    out.println(answer.isEmpty() ? "deleted '" + model + "'" : "success");
  }

  /** One request over a plain socket: the JDK's HTTP client would take longer than the answer. */
  private String call(String method, String path, String body) throws IOException {
    try (Socket socket = new Socket(server.getHostString(), server.getPort())) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      String head =
          "%s %s HTTP/1.1\r\nHost: ollama\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
              .formatted(method, path, bytes.length);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(bytes);
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      String content = answer.substring(answer.indexOf("\r\n\r\n") + 4);
      if (!answer.startsWith("HTTP/1.1 200")) {
        throw new IllegalStateException(Json.MAPPER.readTree(content).path("error").asText());
      }
      return content;
    }
  }
}
