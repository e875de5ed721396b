// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.testing.ollama;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.wheelhouse.testing.http.HttpCall;
import dev.wheelhouse.testing.http.HttpRequest;
import dev.wheelhouse.testing.http.WatchedHttpServer;
import dev.wheelhouse.testing.ollama.RecordedCall.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The smallest server that speaks Ollama's protocol, as its {@code docs/api.md}, {@code
 * api/types.go} and {@code server/routes.go} define it. It answers from the prompt alone (see
 * {@link Directives}), keeps what it was asked, and notices clients that leave.
 */
public final class OllamaTestServer implements AutoCloseable {
  /** The version that it reports. */
  public static final String VERSION = "0.40.1";

  private static final Pattern OWN_ORIGIN =
      Pattern.compile("https?://(localhost|127\\.0\\.0\\.1|0\\.0\\.0\\.0|\\[::1])(:\\d+)?");

  private final WatchedHttpServer server;
  private final ModelStore store;
  private final ModelRoutes models;
  private final GenerationRoutes generation;
  private final List<RecordedCall> calls = new CopyOnWriteArrayList<>();
  private final Runnable atClose;

  private OllamaTestServer(OllamaSettings settings, Runnable atClose) {
    LoadedModels loaded = new LoadedModels(Clock.systemUTC());
    this.atClose = atClose;
    this.store = new ModelStore(settings.folder());
    this.models = new ModelRoutes(store, loaded, settings);
    this.generation = new GenerationRoutes(store, loaded, settings.keepAlive());
    this.server = WatchedHttpServer.on(settings.address(), this::answer);
  }

  /** Starts on 127.0.0.1 with an empty model folder of its own; port 0 takes a free one. */
  public static OllamaTestServer start(int port) {
    try {
      Path folder = Files.createTempDirectory("ollama-test-server");
      return new OllamaTestServer(
          OllamaSettings.in(folder).withPort(port), () -> deleteTree(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts with these settings; the folder stays when it closes. */
  public static OllamaTestServer start(OllamaSettings settings) {
    return new OllamaTestServer(settings, () -> {});
  }

  /** Puts a model of the test library (such as {@code llama3.2:1b}) in place, as a pull does. */
  public OllamaTestServer withModel(String name) {
    ModelName parsed = ModelName.parse(name).orElseThrow();
    ModelKind kind =
        ModelKind.find(parsed)
            .orElseThrow(() -> new IllegalArgumentException("not in the library: " + name));
    try {
      store.pull(parsed, kind, (layer, completed) -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return this;
  }

  public URI uri() {
    return server.uri();
  }

  public int port() {
    return server.port();
  }

  /** Every request so far, oldest first. */
  public List<RecordedCall> calls() {
    return List.copyOf(calls);
  }

  /** The requests to one path, oldest first. */
  public List<RecordedCall> calls(String path) {
    return calls.stream().filter(call -> call.path().equals(path)).toList();
  }

  /** Cuts all connections, as a crash does; the server goes on. */
  public void dropConnections() {
    server.dropConnections();
  }

  @Override
  public void close() {
    server.close();
    atClose.run();
  }

  private void answer(HttpCall call) throws IOException, InterruptedException {
    HttpRequest request = call.request();
    JsonNode body = MissingNode.getInstance();
    RuntimeException unreadable = null;
    try {
      body = request.body().length == 0 ? body : Json.MAPPER.readTree(request.body());
    } catch (JsonProcessingException e) {
      unreadable = new Refused(400, e.getOriginalMessage());
    }
    RecordedCall record =
        new RecordedCall(request.method(), request.path(), request.headers(), body);
    calls.add(record);
    try {
      if (unreadable != null) {
        throw unreadable;
      }
      route(call, record);
      record.over(Outcome.ANSWERED);
    } catch (Refused e) {
      call.json(e.status(), Json.write(Json.error(String.valueOf(e.getMessage()))));
      record.over(Outcome.ANSWERED);
    } catch (IOException e) {
      record.over(Outcome.CLIENT_GONE);
      throw e;
    }
  }

  private void route(HttpCall call, RecordedCall record) throws IOException, InterruptedException {
    HttpRequest request = call.request();
    String origin = request.headers().first("origin").orElse("http://localhost");
    if (!OWN_ORIGIN.matcher(origin).matches()) {
      call.reply(403, "text/plain", new byte[0]);
      return;
    }
    switch ((request.method().equals("HEAD") ? "GET" : request.method()) + " " + request.path()) {
      case "GET /" ->
          call.reply(
              200,
              "text/plain; charset=utf-8",
              "Ollama is running".getBytes(StandardCharsets.UTF_8));
      case "GET /api/version" -> call.json(200, Json.write(Json.object().put("version", VERSION)));
      case "GET /api/tags" -> models.tags(call);
      case "GET /api/ps" -> models.running(call);
      case "POST /api/show" -> models.show(call, needBody(record));
      case "POST /api/pull" -> models.pull(call, needBody(record));
      case "POST /api/copy" -> models.copy(call, needBody(record));
      case "DELETE /api/delete" -> models.delete(call, needBody(record));
      case "POST /api/chat" -> generation.chat(call, record, needBody(record));
      case "POST /api/generate" -> generation.generate(call, record, needBody(record));
      case "POST /api/embed" -> generation.embed(call, needBody(record));
      case "POST /api/embeddings" -> generation.embeddings(call, needBody(record));
      default ->
          call.reply(404, "text/plain", "404 page not found".getBytes(StandardCharsets.UTF_8));
    }
  }

  private static JsonNode needBody(RecordedCall record) {
    if (record.body().isMissingNode()) {
      throw new Refused(400, "missing request body");
    }
    return record.body();
  }

  private static void deleteTree(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
