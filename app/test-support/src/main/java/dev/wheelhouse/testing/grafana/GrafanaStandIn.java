// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.testing.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.testing.http.HttpCall;
import dev.wheelhouse.testing.http.HttpRequest;
import dev.wheelhouse.testing.http.Termination;
import dev.wheelhouse.testing.http.WatchedHttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Stands in for Grafana, of which no package archive has a build: health, login with the
 * administrator's password from the environment or a file, and the list of provisioned dashboards.
 * It draws nothing.
 */
public final class GrafanaStandIn implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String COOKIE = "grafana_session";

  private final WatchedHttpServer server;
  private final GrafanaSettings settings;
  private final String session = UUID.randomUUID().toString();

  private GrafanaStandIn(GrafanaSettings settings) {
    this.settings = settings;
    this.server = WatchedHttpServer.on(settings.address(), this::answer);
  }

  /** Starts the server; it keeps a file in the data folder, as the real one keeps its database. */
  public static GrafanaStandIn start(GrafanaSettings settings) {
    try {
      Files.createDirectories(settings.data());
      Files.writeString(settings.data().resolve("grafana.db"), "stand-in\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new GrafanaStandIn(settings);
  }

  public URI uri() {
    return server.uri();
  }

  @Override
  public void close() {
    server.close();
  }

  private void answer(HttpCall call) throws IOException {
    HttpRequest request = call.request();
    switch (request.method() + " " + request.path()) {
      case "GET /api/health", "HEAD /api/health" ->
          json(call, 200, MAPPER.createObjectNode().put("database", "ok").put("version", "13.2.3"));
      case "GET /metrics" -> text(call, "grafana_build_info{version=\"13.2.3\"} 1\n");
      case "GET /login" ->
          html(call, "<title>Grafana</title><h1>Log in to Grafana (stand-in)</h1>");
      case "POST /login" -> login(call);
      default -> answerUser(call);
    }
  }

  private void login(HttpCall call) throws IOException {
    JsonNode body = MAPPER.readTree(call.request().text());
    if (!settings.accepts(body.path("user").asText(), body.path("password").asText())) {
      refuse(call, "Invalid username or password");
      return;
    }
    byte[] answer =
        "{\"message\":\"Logged in\",\"redirectUrl\":\"/\"}".getBytes(StandardCharsets.UTF_8);
    String cookie = COOKIE + "=" + session + "; Path=/; HttpOnly; SameSite=Strict";
    call.reply(200, Map.of("Content-Type", "application/json", "Set-Cookie", cookie), answer);
  }

  private void answerUser(HttpCall call) throws IOException {
    String path = call.request().path();
    if (!loggedIn(call.request())) {
      if (path.startsWith("/api/")) {
        refuse(call, "Unauthorized");
      } else {
        call.reply(302, Map.of("Location", "/login"), new byte[0]);
      }
      return;
    }
    switch (path) {
      case "/api/org" ->
          json(call, 200, MAPPER.createObjectNode().put("id", 1).put("name", "Main Org."));
      case "/api/user" -> json(call, 200, MAPPER.createObjectNode().put("login", settings.user()));
      case "/api/search" -> json(call, 200, dashboards());
      case "/" -> html(call, "<title>Grafana</title><h1>Welcome to Grafana (stand-in)</h1>");
      default -> json(call, 404, MAPPER.createObjectNode().put("message", "Not found"));
    }
  }

  private boolean loggedIn(HttpRequest request) {
    Optional<String> basic =
        request.headers().first("authorization").filter(value -> value.startsWith("Basic "));
    if (basic.isPresent()) {
      byte[] decoded = Base64.getDecoder().decode(basic.get().substring(6));
      String[] parts = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
      return parts.length == 2 && settings.accepts(parts[0], parts[1]);
    }
    return request.headers().first("cookie").orElse("").contains(COOKIE + "=" + session);
  }

  /** The dashboards that are mounted; a file that is no JSON is an error, as in the real one. */
  private ArrayNode dashboards() throws IOException {
    ArrayNode found = MAPPER.createArrayNode();
    for (Path file : dashboardFiles()) {
      JsonNode dashboard = MAPPER.readTree(Files.readString(file));
      ObjectNode entry = found.addObject().put("type", "dash-db");
      entry.put("uid", dashboard.path("uid").asText());
      entry.put("title", dashboard.path("title").asText());
    }
    return found;
  }

  private List<Path> dashboardFiles() throws IOException {
    if (!Files.isDirectory(settings.dashboards())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(settings.dashboards())) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  private static void refuse(HttpCall call, String message) throws IOException {
    json(call, 401, MAPPER.createObjectNode().put("message", message));
  }

  private static void json(HttpCall call, int status, JsonNode node) throws IOException {
    call.json(status, MAPPER.writeValueAsString(node));
  }

  private static void html(HttpCall call, String page) throws IOException {
    call.reply(200, "text/html; charset=utf-8", page.getBytes(StandardCharsets.UTF_8));
  }

  private static void text(HttpCall call, String text) throws IOException {
    call.reply(200, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  /** Runs in the image, with the environment names of the real one. */
  public static void main(String[] arguments) throws InterruptedException {
    GrafanaSettings settings = GrafanaSettings.from(System.getenv());
    InetSocketAddress address = settings.address();
    GrafanaStandIn standIn = start(settings);
    System.getLogger("grafana")
        .log(System.Logger.Level.INFO, "HTTP Server Listen (stand-in) {0}", address);
    Termination.await();
    standIn.close();
  }
}
