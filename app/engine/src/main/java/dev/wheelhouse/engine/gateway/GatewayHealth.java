// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wheelhouse.engine.gateway.LocalGateway.State;
import dev.wheelhouse.engine.problem.ChatProblem.GatewaySilent;
import dev.wheelhouse.engine.problem.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** Asks the gateway of this home whether it is well. Starts nothing. */
public final class GatewayHealth {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final LocalGateway gateway;
  private final OkHttpClient http;

  public GatewayHealth(LocalGateway gateway, OkHttpClient http) {
    this.gateway = gateway;
    this.http = http.newBuilder().callTimeout(PATIENCE).build();
  }

  /**
   * The gateway's state; one that listens has answered just now. Blocks for seconds at most.
   *
   * @throws ProblemException with {@code GatewaySilent}, or with the reason why it could not start
   */
  public State check() {
    State state = gateway.state();
    switch (state) {
      case State.Failed failed -> throw new ProblemException(failed.problem());
      case State.Listening listening -> ask(listening.address().toString());
      case State.Off _ -> {}
    }
    return state;
  }

  /**
   * What the gateway that listens has to tell its owner, such as a log that cannot be opened; empty
   * when all is well. Blocks for seconds at most.
   */
  public List<String> notices(State.Listening listening) {
    HttpUrl stats =
        HttpUrl.get(listening.address().toString())
            .newBuilder()
            .encodedPath("/api/db/stats")
            .build();
    Request request =
        new Request.Builder()
            .url(stats)
            .header("Authorization", "Bearer " + gateway.token())
            .build();
    try (Response response = http.newCall(request).execute()) {
      List<String> notices = new ArrayList<>();
      if (response.isSuccessful()) {
        JSON.readTree(response.body().bytes())
            .path("notices")
            .forEach(notice -> notices.add(notice.asText()));
      } else {
        notices.add("The log of requests cannot be asked: HTTP status " + response.code() + ".");
      }
      return notices;
    } catch (IOException e) {
      return List.of("The log of requests cannot be asked: " + e.getMessage() + ".");
    }
  }

  private void ask(String address) {
    HttpUrl health = HttpUrl.get(address).newBuilder().encodedPath("/healthz").build();
    try (Response response = http.newCall(new Request.Builder().url(health).build()).execute()) {
      if (!response.isSuccessful()) {
        throw new ProblemException(new GatewaySilent(address, "HTTP status " + response.code()));
      }
    } catch (IOException e) {
      throw new ProblemException(new GatewaySilent(address, e.toString()), e);
    }
  }
}
