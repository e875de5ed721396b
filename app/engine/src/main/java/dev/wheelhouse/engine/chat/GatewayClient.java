// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wheelhouse.engine.chat.CompletionStream.AnswerBroken;
import dev.wheelhouse.engine.event.Subscription;
import dev.wheelhouse.engine.gateway.LocalGateway;
import dev.wheelhouse.engine.gateway.LocalGateway.State;
import dev.wheelhouse.engine.job.JobControl;
import dev.wheelhouse.engine.problem.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway as the chat uses it. Every call blocks. */
final class GatewayClient {
  private static final Logger log = LoggerFactory.getLogger(GatewayClient.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final MediaType JSON_TYPE = MediaType.get("application/json");
  private static final Duration LIST_TIME = Duration.ofSeconds(20);
  private static final Duration ROUTE_TIME = Duration.ofSeconds(2);

  private final Map<String, String> routes = new ConcurrentHashMap<>();
  private final LocalGateway gateway;
  private final OkHttpClient streams;
  private final OkHttpClient calls;

  GatewayClient(LocalGateway gateway, OkHttpClient http) {
    this.gateway = gateway;
    // a model may think for minutes before its first word; the user's stop button is the limit
    this.streams = http.newBuilder().readTimeout(Duration.ZERO).callTimeout(Duration.ZERO).build();
    this.calls = http.newBuilder().readTimeout(LIST_TIME).callTimeout(LIST_TIME).build();
  }

  /**
   * Sends the request and reads the whole answer.
   *
   * @throws IOException when the connection fails or the user cancelled
   */
  void complete(CompletionRequest request, CompletionStream.Listener listener, JobControl control)
      throws IOException, AnswerBroken {
    Request.Builder http =
        request("/v1/chat/completions").post(RequestBody.create(request.json(), JSON_TYPE));
    Call call = streams.newCall(http.build());
    try (Subscription cancel = control.onCancel(call::cancel);
        Response response = call.execute()) {
      if (!response.isSuccessful()) {
        throw failure(response);
      }
      new CompletionStream(listener).read(response.body().source());
    }
  }

  /** Every model of every upstream, as {@code /v1/models} lists them. */
  List<ModelChoice> models() throws IOException, AnswerBroken {
    return models(calls);
  }

  private List<ModelChoice> models(OkHttpClient client) throws IOException, AnswerBroken {
    try (Response response = client.newCall(fresh("/v1/models")).execute()) {
      if (!response.isSuccessful()) {
        throw failure(response);
      }
      List<ModelChoice> choices = new ArrayList<>();
      for (JsonNode entry : JSON.readTree(response.body().byteStream()).path("data")) {
        String owner = entry.path("owned_by").asText("");
        choices.add(
            new ModelChoice(entry.path("id").asText(), entry.path("upstream").asText(owner)));
      }
      choices.forEach(choice -> routes.put(choice.id(), choice.upstream()));
      return choices;
    }
  }

  /** Which upstream answers for the model; empty when that cannot be found out. */
  String route(String model) {
    if (!routes.containsKey(model)) {
      try {
        models(calls.newBuilder().callTimeout(ROUTE_TIME).build());
      } catch (IOException | AnswerBroken | ProblemException e) {
        // a line under an answer is not worth a failure
        log.debug("no route known for {}", model, e);
      }
    }
    return routes.getOrDefault(model, "");
  }

  /** The list of a moment ago would lack the model that the user has just pulled. */
  private Request fresh(String path) {
    return request(path).header("Cache-Control", "no-cache").build();
  }

  private Request.Builder request(String path) {
    HttpUrl.Builder url =
        switch (gateway.start()) {
          case State.Listening listening -> HttpUrl.get(listening.address()).newBuilder();
          case State.Failed failed -> throw new ProblemException(failed.problem());
          case State.Off _ -> throw new IllegalStateException("the gateway did not start");
        };
    return new Request.Builder()
        .url(url.encodedPath(path).build())
        .header("Authorization", "Bearer " + gateway.token());
  }

  private static AnswerBroken failure(Response response) throws IOException {
    String status = "HTTP " + response.code();
    try {
      JsonNode body = JSON.readTree(response.body().byteStream());
      return AnswerBroken.of(body == null ? JSON.createObjectNode() : body, status);
    } catch (JsonProcessingException e) {
      return new AnswerBroken("", status, e);
    }
  }
}
