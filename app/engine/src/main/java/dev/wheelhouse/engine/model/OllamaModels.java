// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.wheelhouse.engine.event.Subscription;
import dev.wheelhouse.engine.job.JobControl;
import dev.wheelhouse.engine.job.Progress;
import dev.wheelhouse.engine.problem.ChatProblem.ModelRefused;
import dev.wheelhouse.engine.problem.EngineProblem.NotFound;
import dev.wheelhouse.engine.problem.InputProblem.BadInput;
import dev.wheelhouse.engine.problem.ProblemException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;

/** Models by Ollama's own API (its docs/api.md), on the first server that answers. */
public final class OllamaModels implements Models {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final MediaType JSON_TYPE = MediaType.get("application/json");
  private static final Duration ANSWER = Duration.ofSeconds(30);

  /** Between two lines of a pull; verifying a large file says nothing for minutes. */
  private static final Duration SILENCE = Duration.ofMinutes(15);

  private static final long LONGEST_LINE = 1L << 20;

  private final OllamaServers servers;
  private final OkHttpClient calls;
  private final OkHttpClient streams;

  public OllamaModels(OllamaServers servers, OkHttpClient http) {
    this.servers = servers;
    this.calls = http.newBuilder().readTimeout(ANSWER).callTimeout(ANSWER).build();
    this.streams = http.newBuilder().readTimeout(SILENCE).callTimeout(Duration.ZERO).build();
  }

  @Override
  public List<OllamaModel> list() {
    List<OllamaModel> models = new ArrayList<>();
    for (JsonNode entry : call("the list", "/api/tags", null).path("models")) {
      JsonNode details = entry.path("details");
      models.add(
          new OllamaModel(
              entry.path("name").asText(),
              entry.path("digest").asText(""),
              entry.path("size").asLong(),
              details.path("family").asText(""),
              details.path("parameter_size").asText(""),
              details.path("quantization_level").asText(""),
              time(entry.path("modified_at").asText(""))));
    }
    return models;
  }

  @Override
  public void pull(String name, JobControl control) {
    String model = checked(name);
    control.report(Progress.step("Pulling " + model));
    Map<String, Object> body = Map.of("model", model, "stream", true);
    Call call = streams.newCall(request("/api/pull").post(json(body)).build());
    try (Subscription cancel = control.onCancel(call::cancel);
        Response response = call.execute()) {
      check(model, response);
      follow(model, response.body().source(), control);
    } catch (IOException e) {
      control.checkCancelled();
      throw refused(model, "the connection failed: " + e.getMessage());
    }
  }

  @Override
  public String show(String name) {
    String model = checked(name);
    return call(model, "/api/show", Map.of("model", model)).toPrettyString();
  }

  @Override
  public void delete(String name) {
    String model = checked(name);
    Request request = request("/api/delete").method("DELETE", json(Map.of("model", model))).build();
    try (Response response = calls.newCall(request).execute()) {
      check(model, response);
    } catch (IOException e) {
      throw refused(model, "the connection failed: " + e.getMessage());
    }
  }

  /** One JSON object for each line: a status, and for a layer its digest, total and completed. */
  private static void follow(String model, BufferedSource lines, JobControl control)
      throws IOException {
    Map<String, long[]> layers = new LinkedHashMap<>();
    String last = "";
    while (!lines.exhausted()) {
      String line = lines.readUtf8LineStrict(LONGEST_LINE);
      if (line.isBlank()) {
        continue;
      }
      JsonNode step = JSON.readTree(line);
      if (step.hasNonNull("error")) {
        throw refused(model, step.path("error").asText());
      }
      last = step.path("status").asText(last);
      if (step.hasNonNull("total")) {
        long[] amounts = {step.path("completed").asLong(), step.path("total").asLong()};
        layers.put(step.path("digest").asText(last), amounts);
      }
      control.report(progress(model, last, layers));
    }
    if (!last.equals("success")) {
      throw refused(model, "the pull ended early, after: " + last);
    }
  }

  private static Progress progress(String model, String step, Map<String, long[]> layers) {
    long done = layers.values().stream().mapToLong(amounts -> amounts[0]).sum();
    long total = layers.values().stream().mapToLong(amounts -> amounts[1]).sum();
    boolean loading = step.startsWith("pulling") && total > 0;
    return loading
        ? Progress.bytes("Pulling " + model, done, total)
        : Progress.step("Pulling " + model + ": " + step);
  }

  private JsonNode call(
      String subject, String path, @org.jspecify.annotations.Nullable Map<String, Object> body) {
    Request.Builder request = request(path);
    if (body != null) {
      request.post(json(body));
    }
    try (Response response = calls.newCall(request.build()).execute()) {
      check(subject, response);
      return JSON.readTree(response.body().byteStream());
    } catch (IOException e) {
      throw refused(subject, "the connection failed: " + e.getMessage());
    }
  }

  private Request.Builder request(String path) {
    List<OllamaServer> found = servers.findNow();
    if (found.isEmpty()) {
      throw new ProblemException(servers.whyNone());
    }
    OllamaServer server = found.getFirst();
    HttpUrl url = HttpUrl.get(server.url());
    Request.Builder request = new Request.Builder().url(url.newBuilder().encodedPath(path).build());
    return server.token().isEmpty()
        ? request
        : request.header("Authorization", "Bearer " + server.token());
  }

  private static void check(String model, Response response) throws IOException {
    if (response.isSuccessful()) {
      return;
    }
    String text = response.peekBody(LONGEST_LINE).string();
    String detail = "HTTP " + response.code();
    try {
      detail = JSON.readTree(text).path("error").asText(detail);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      // a proxy may answer with a page; its status says enough
      detail = "HTTP " + response.code();
    }
    if (response.code() == 404) {
      throw new ProblemException(new NotFound("model", model));
    }
    throw refused(model, detail);
  }

  private static RequestBody json(Map<String, Object> body) {
    try {
      return RequestBody.create(JSON.writeValueAsBytes(body), JSON_TYPE);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException("texts can always be written", e);
    }
  }

  private static String checked(String name) {
    String model = name.strip();
    if (model.isEmpty()) {
      throw new ProblemException(
          new BadInput("The model", "it has no name", "Name one, such as llama3.2:1b."));
    }
    return model;
  }

  private static Instant time(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }

  private static ProblemException refused(String model, String detail) {
    return new ProblemException(new ModelRefused(model, detail));
  }
}
