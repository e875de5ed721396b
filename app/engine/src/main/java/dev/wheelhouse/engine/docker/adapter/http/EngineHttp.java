// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker.adapter.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.github.dockerjava.core.LocalDirectorySSLConfig;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dev.wheelhouse.engine.problem.EngineProblem;
import dev.wheelhouse.engine.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * HTTP to one engine. Two transports: one for short calls with a reply time-out, one for streams
 * without; every call has a deadline of its own besides. No connection is used twice, so an engine
 * that restarted never meets a stale one.
 */
public final class EngineHttp implements AutoCloseable {
  public static final Duration CONNECT = Duration.ofSeconds(2);
  static final Duration SHORT = Duration.ofSeconds(10);

  private final Endpoint endpoint;
  private final DockerHttpClient shortCalls;
  private final DockerHttpClient streams;

  public EngineHttp(Endpoint endpoint) {
    this.endpoint = endpoint;
    this.shortCalls = transport(endpoint, SHORT);
    this.streams = transport(endpoint, null);
  }

  private static DockerHttpClient transport(Endpoint endpoint, @Nullable Duration reply) {
    ZerodepDockerHttpClient.Builder builder =
        new ZerodepDockerHttpClient.Builder()
            .dockerHost(endpoint.uri())
            .connectionTimeout(CONNECT)
            .maxConnections(1000);
    Path certificates = endpoint.certificates();
    if (certificates != null) {
      builder.sslConfig(new LocalDirectorySSLConfig(certificates.toString()));
    }
    if (reply != null) {
      builder.responseTimeout(reply);
    }
    return builder.build();
  }

  public Endpoint endpoint() {
    return endpoint;
  }

  public JsonNode get(EngineAction action, ApiPath path) {
    return call(action, SHORT, request("GET", path, null));
  }

  public JsonNode get(EngineAction action, ApiPath path, Duration limit) {
    return call(action, limit, request("GET", path, null));
  }

  public JsonNode post(EngineAction action, ApiPath path, @Nullable JsonNode body) {
    return call(action, SHORT, request("POST", path, body));
  }

  public JsonNode post(EngineAction action, ApiPath path, @Nullable JsonNode body, Duration limit) {
    return call(action, limit, request("POST", path, body));
  }

  public void delete(EngineAction action, ApiPath path, Duration limit) {
    call(action, limit, request("DELETE", path, null));
  }

  /**
   * Opens a reply whose body is read at leisure; the caller closes it. Fails when the engine sends
   * no header within the short time, or an error.
   */
  public Response open(EngineAction action, Request request) {
    return open(action, request, SHORT);
  }

  /** As above, with a deadline for a request whose own body takes long. */
  public Response open(EngineAction action, Request request, Duration limit) {
    return open(action, request, limit, () -> false);
  }

  /** As above; ends soon after {@code abandoned} turns true. */
  public Response open(
      EngineAction action, Request request, Duration limit, BooleanSupplier abandoned) {
    return Deadlines.call(
        action,
        limit,
        endpoint,
        () -> {
          Response response = streams.execute(request);
          if (response.getStatusCode() >= 300) {
            try (response) {
              throw refusal(action, response);
            }
          }
          if (Thread.currentThread().isInterrupted()) {
            response.close();
          }
          return response;
        },
        abandoned);
  }

  public static Request request(String method, ApiPath path, @Nullable JsonNode body) {
    Request.Builder builder =
        Request.builder()
            .method(Request.Method.valueOf(method))
            .path(path.toString())
            .putHeader("Connection", "close");
    if (body != null) {
      builder
          .putHeader("Content-Type", "application/json")
          .bodyBytes(body.toString().getBytes(StandardCharsets.UTF_8));
    }
    return builder.build();
  }

  private JsonNode call(EngineAction action, Duration limit, Request request) {
    DockerHttpClient client = limit.compareTo(SHORT) <= 0 ? shortCalls : streams;
    return Deadlines.call(
        action,
        limit,
        endpoint,
        () -> {
          try (Response response = client.execute(request)) {
            if (response.getStatusCode() >= 400) {
              throw refusal(action, response);
            }
            return body(response);
          }
        });
  }

  private static JsonNode body(Response response) throws IOException {
    String text = text(response);
    if (text.isBlank() || !(text.startsWith("{") || text.startsWith("["))) {
      return MissingNode.getInstance();
    }
    return Json.MAPPER.readTree(text);
  }

  private static ProblemException refusal(EngineAction action, Response response)
      throws IOException {
    return EngineErrors.refused(action, response.getStatusCode(), message(text(response)));
  }

  /** The engine's text out of {@code {"message": "…"}}. */
  public static String message(String body) {
    try {
      String message = Json.text(Json.MAPPER.readTree(body), "message");
      return message.isEmpty() ? body.strip() : message;
    } catch (JsonProcessingException e) {
      return body.strip();
    }
  }

  private static String text(Response response) throws IOException {
    try (InputStream body = response.getBody()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Whether the problem is a missing object, which makes a removal succeed. */
  public static boolean missing(ProblemException failure) {
    return failure.problem() instanceof EngineProblem.NotFound;
  }

  @Override
  public void close() {
    for (DockerHttpClient client : List.of(shortCalls, streams)) {
      try {
        client.close();
      } catch (IOException e) {
        throw EngineErrors.broken(endpoint, e);
      }
    }
  }
}
