// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wheelhouse.engine.gateway.LocalGateway.State;
import dev.wheelhouse.engine.gateway.config.PoolPolicy;
import dev.wheelhouse.engine.gateway.pool.PoolNow;
import dev.wheelhouse.engine.gateway.pool.RouteAnswer;
import dev.wheelhouse.engine.gateway.pool.RoutesNow;
import dev.wheelhouse.engine.gateway.pool.TargetNow;
import dev.wheelhouse.engine.problem.ChatProblem.GatewayOff;
import dev.wheelhouse.engine.problem.ChatProblem.GatewaySilent;
import dev.wheelhouse.engine.problem.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * The routing of the gateway of this home, whichever process runs it. Every call blocks, for some
 * seconds at most, and throws {@link ProblemException} when none runs or it does not answer.
 */
public final class GatewayRoutes {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LocalGateway gateway;
  private final OkHttpClient http;

  public GatewayRoutes(LocalGateway gateway, OkHttpClient http) {
    this.gateway = gateway;
    this.http = http.newBuilder().callTimeout(PATIENCE).build();
  }

  /** The pools, and every model that was asked so far. */
  public RoutesNow now() {
    JsonNode told = ask("/api/llm/dwa/stats", url -> url);
    return new RoutesNow(
        all(told.path("pools"), GatewayRoutes::pool),
        all(told.path("providers"), GatewayRoutes::target));
  }

  /** Where a request for this model would go; nothing is sent to a model. */
  public RouteAnswer explain(String model) {
    JsonNode told = ask("/api/llm/route", url -> url.addQueryParameter("model", model));
    return new RouteAnswer(
        told.path("model").asText(),
        told.path("strategy").asText(),
        told.path("why").asText(),
        all(told.path("order"), GatewayRoutes::target),
        all(told.path("passed_over"), GatewayRoutes::target),
        all(
            told.path("larger_context"),
            each ->
                new RouteAnswer.Larger(
                    each.path("model").asText(), each.path("refusal").asText())));
  }

  private JsonNode ask(String path, Function<HttpUrl.Builder, HttpUrl.Builder> with) {
    String address = address().toString();
    HttpUrl url = with.apply(HttpUrl.get(address).newBuilder().encodedPath(path)).build();
    Request request =
        new Request.Builder().url(url).header("Authorization", "Bearer " + gateway.token()).build();
    try (Response response = http.newCall(request).execute()) {
      if (!response.isSuccessful()) {
        throw new ProblemException(new GatewaySilent(address, "HTTP status " + response.code()));
      }
      return JSON.readTree(response.body().byteStream());
    } catch (IOException e) {
      throw new ProblemException(new GatewaySilent(address, e.toString()), e);
    }
  }

  private URI address() {
    return switch (gateway.state()) {
      case State.Listening listening -> listening.address();
      case State.Failed failed -> throw new ProblemException(failed.problem());
      case State.Off _ -> throw new ProblemException(new GatewayOff());
    };
  }

  private static PoolNow pool(JsonNode told) {
    return new PoolNow(
        told.path("pool").asText(),
        PoolPolicy.named(told.path("strategy").asText()).orElse(PoolPolicy.PRIORITY),
        all(told.path("providers"), GatewayRoutes::target));
  }

  private static TargetNow target(JsonNode told) {
    boolean tried = told.path("samples").asInt() > 0;
    return new TargetNow(
        told.path("provider").asText(),
        told.path("model").asText(),
        TargetNow.State.valueOf(told.path("state").asText().toUpperCase(Locale.ROOT)),
        told.path("reason").asText(),
        told.has("until") ? Instant.parse(told.path("until").asText()) : null,
        told.path("custom_weight").asDouble(),
        new TargetNow.Figures(
            told.path("share").asDouble(),
            told.path("score").asDouble(),
            told.path("in_flight").asInt(),
            told.path("requests").asLong(),
            tried ? told.path("latency").asDouble() : 0,
            tried ? told.path("accuracy").asDouble() : 1,
            told.path("local").asBoolean(),
            told.path("loaded").asBoolean()));
  }

  private static <T> List<T> all(JsonNode list, Function<JsonNode, T> reader) {
    List<T> all = new ArrayList<>();
    list.forEach(each -> all.add(reader.apply(each)));
    return all;
  }
}
