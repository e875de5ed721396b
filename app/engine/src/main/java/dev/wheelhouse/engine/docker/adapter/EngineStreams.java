// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import dev.wheelhouse.engine.docker.BuildSpec;
import dev.wheelhouse.engine.docker.DockerEvent;
import dev.wheelhouse.engine.docker.LayerProgress;
import dev.wheelhouse.engine.docker.LogRequest;
import dev.wheelhouse.engine.docker.RawLogLine;
import dev.wheelhouse.engine.docker.adapter.http.ApiPath;
import dev.wheelhouse.engine.docker.adapter.http.EngineAction;
import dev.wheelhouse.engine.docker.adapter.http.EngineErrors;
import dev.wheelhouse.engine.docker.adapter.http.EngineHttp;
import dev.wheelhouse.engine.docker.adapter.http.IdleGuard;
import dev.wheelhouse.engine.docker.adapter.http.Json;
import dev.wheelhouse.engine.event.Subscription;
import dev.wheelhouse.engine.problem.InputProblem;
import dev.wheelhouse.engine.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Logs, events and pulls: replies that come bit by bit. */
final class EngineStreams {
  /** Unpacking a large layer sends nothing for minutes. */
  private static final Duration PULL_SILENCE = Duration.ofMinutes(10);

  /** One step of a build may compile for long without a word. */
  private static final Duration BUILD_SILENCE = Duration.ofMinutes(60);

  private static final Duration FIRST_LINE = Duration.ofMinutes(2);

  private final EngineHttp http;
  private final Containers containers;

  EngineStreams(EngineHttp http, Containers containers) {
    this.http = http;
    this.containers = containers;
  }

  Subscription logs(
      String container, LogRequest request, Consumer<RawLogLine> listener, Runnable onEnd) {
    JsonNode config = containers.inspectJson(container).path("Config");
    ApiPath path =
        ApiPath.of("containers", container, "logs")
            .with("stdout", true)
            .with("stderr", true)
            .with("timestamps", true)
            .with("follow", request.follow())
            .with("tail", request.tail() < 0 ? "all" : request.tail());
    Instant since = request.since();
    if (since != null) {
      path.with("since", ApiPath.time(since));
    }
    LogReader reader = new LogReader(config.path("Tty").asBoolean(false), listener);
    EngineAction action = EngineAction.container("read the log of", container);
    Response response = http.open(action, EngineHttp.request("GET", path, null));
    return StreamThread.start("docker-logs", response, reader::read, onEnd);
  }

  Subscription events(Instant since, Consumer<DockerEvent> listener, Runnable onEnd) {
    ApiPath path =
        ApiPath.of("events")
            .with("since", ApiPath.time(since))
            .withFilter("type", List.of("container"));
    Response response =
        http.open(EngineAction.of("tell events"), EngineHttp.request("GET", path, null));
    return StreamThread.start("docker-events", response, body -> events(body, listener), onEnd);
  }

  private static void events(InputStream body, Consumer<DockerEvent> listener) throws IOException {
    try (MappingIterator<JsonNode> events = objects(body)) {
      while (events.hasNextValue()) {
        JsonNode event = events.nextValue();
        String action = Json.text(event, "Action");
        // A health check of 5 s makes three of these each time.
        if (!action.startsWith("exec_")) {
          listener.accept(event(event, action));
        }
      }
    }
  }

  private static MappingIterator<JsonNode> objects(InputStream body) throws IOException {
    return Json.MAPPER.readerFor(JsonNode.class).readValues(body);
  }

  private static DockerEvent event(JsonNode event, String action) {
    long nanos = event.path("timeNano").asLong(0);
    Instant at =
        nanos > 0
            ? Instant.ofEpochSecond(0, nanos)
            : Instant.ofEpochSecond(event.path("time").asLong(0));
    JsonNode actor = event.path("Actor");
    return new DockerEvent(
        at, action, Json.text(actor, "ID"), Json.strings(actor.path("Attributes")));
  }

  void pull(String reference, Consumer<LayerProgress> progress, Consumer<Subscription> cancel) {
    EngineAction action = new EngineAction("pull", "image", reference);
    ImageReference image = ImageReference.of(reference);
    ApiPath path =
        ApiPath.of("images", "create").with("fromImage", image.name()).with("tag", image.tag());
    Abort abort = new Abort();
    cancel.accept(abort);
    // The first line may wait for the registry.
    Response response =
        http.open(action, EngineHttp.request("POST", path, null), FIRST_LINE, abort::wanted);
    abort.opened(response);
    try (IdleGuard body = new IdleGuard(action, response.getBody(), PULL_SILENCE, response::close);
        MappingIterator<JsonNode> lines = objects(body)) {
      while (!abort.wanted() && lines.hasNextValue()) {
        line(action, lines.nextValue(), progress);
      }
    } catch (IOException | RuntimeException e) {
      throw abort.wanted() ? cancelled(action) : EngineErrors.broken(http.endpoint(), e);
    }
    if (abort.wanted()) {
      throw cancelled(action);
    }
  }

  void build(
      BuildSpec spec, InputStream context, Consumer<String> lines, Consumer<Subscription> cancel) {
    EngineAction action = new EngineAction("build", "image", spec.tags().getFirst());
    DockerHttpClient.Request request =
        DockerHttpClient.Request.builder()
            .method(DockerHttpClient.Request.Method.POST)
            .path(BuildQuery.of(spec).toString())
            .putHeader("Content-Type", "application/x-tar")
            .putHeader("Connection", "close")
            .body(context)
            .build();
    Abort abort = new Abort();
    cancel.accept(abort);
    // The first line comes when the engine has the whole context.
    Response response = http.open(action, request, PULL_SILENCE, abort::wanted);
    abort.opened(response);
    try (IdleGuard body =
            new IdleGuard(action, response.getBody(), BUILD_SILENCE, response::close);
        MappingIterator<JsonNode> replies = objects(body)) {
      while (!abort.wanted() && replies.hasNextValue()) {
        JsonNode reply = replies.nextValue();
        refuse(action, reply);
        Json.text(reply, "stream").lines().filter(text -> !text.isBlank()).forEach(lines);
      }
    } catch (IOException | RuntimeException e) {
      throw abort.wanted() ? cancelled(action) : EngineErrors.broken(http.endpoint(), e);
    }
    if (abort.wanted()) {
      throw cancelled(action);
    }
  }

  /** Ends a pull or build, also one that the engine has not answered yet. */
  private static final class Abort implements Subscription {
    private boolean wanted;
    private @Nullable Response response;

    synchronized boolean wanted() {
      return wanted;
    }

    synchronized void opened(Response opened) {
      response = opened;
      if (wanted) {
        opened.close();
      }
    }

    @Override
    public synchronized void close() {
      wanted = true;
      Response opened = response;
      if (opened != null) {
        opened.close();
      }
    }
  }

  private static ProblemException cancelled(EngineAction action) {
    return new ProblemException(new InputProblem.Cancelled(action.text()));
  }

  /** Failures come as a line of a reply with status 200. */
  private static void refuse(EngineAction action, JsonNode line) {
    String error = Json.text(line, "error");
    if (!error.isEmpty() || line.has("errorDetail")) {
      String detail = Json.text(line.path("errorDetail"), "message");
      throw EngineErrors.refused(action, 200, detail.isEmpty() ? error : detail);
    }
  }

  private static void line(EngineAction action, JsonNode line, Consumer<LayerProgress> progress) {
    refuse(action, line);
    JsonNode amount = line.path("progressDetail");
    progress.accept(
        new LayerProgress(
            Json.text(line, "id"),
            Json.text(line, "status"),
            amount.path("current").asLong(0),
            amount.path("total").asLong(0)));
  }
}
