// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.gateway.api.openai.OpenAiErrors;
import dev.wheelhouse.gateway.key.Callers;
import dev.wheelhouse.gateway.limit.GatewayLimits;
import dev.wheelhouse.gateway.secret.Secret;
import dev.wheelhouse.gateway.telemetry.GatewayMetrics;
import dev.wheelhouse.gateway.telemetry.RequestObserver;
import dev.wheelhouse.gateway.timer.Timers;
import io.helidon.webserver.WebServerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The traps of the server's own defaults. */
class HttpServerTest {
  private final WebServerConfig config = config();

  @Test
  void sendsSmallFramesWithoutWaitingForAcknowledgements() throws IOException {
    // what Helidon does with each accepted socket; a setting in the wrong place does not show here
    try (Socket accepted = new Socket()) {
      assertThat(accepted.getTcpNoDelay()).isFalse();
      config.connectionOptions().configureSocket(accepted);
      assertThat(accepted.getTcpNoDelay()).isTrue();
    }
  }

  @Test
  void hasNoDefaultThatOpensItToOthers() {
    assertThat(config.address().isLoopbackAddress()).isTrue();
    assertThat(config.maxConcurrentRequests()).isPositive();
    assertThat(config.connectionSelectors()).hasSize(1);
    assertThat(config.maxTcpConnections()).isPositive();
    assertThat(config.features()).isEmpty();
  }

  private static WebServerConfig config() {
    OpenAiErrors errors = new OpenAiErrors();
    GatewayLimits limits = GatewayLimits.defaults();
    Exposure exposure = Exposure.loopback(InetAddress.getLoopbackAddress());
    HostGuard hosts = new HostGuard(() -> 1, exposure);
    Dispatcher dispatcher =
        new Dispatcher(
            List.of(),
            new Dispatcher.Guards(
                hosts,
                new OriginGuard(Set.of()),
                new TokenGuard(new Callers(Secret.random())),
                new Drain(),
                errors),
            limits,
            new GatewayMetrics(),
            RequestObserver.NONE);
    HttpServer.Setup setup =
        new HttpServer.Setup(
            exposure,
            0,
            new Callers(Secret.random()),
            Set.of(),
            limits,
            List.of(),
            errors,
            RequestObserver.NONE,
            List.of(),
            new Drain());
    return HttpServer.build(setup, dispatcher, new TransportErrors(hosts, errors), new Timers())
        .prototype();
  }
}
