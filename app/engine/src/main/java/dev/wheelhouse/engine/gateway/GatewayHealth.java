// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway;

import dev.wheelhouse.engine.gateway.LocalGateway.State;
import dev.wheelhouse.engine.problem.ChatProblem.GatewaySilent;
import dev.wheelhouse.engine.problem.ProblemException;
import java.io.IOException;
import java.time.Duration;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** Asks the gateway of this home whether it is well. Starts nothing. */
public final class GatewayHealth {
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
