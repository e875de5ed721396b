// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.http;

import dev.wheelhouse.gateway.connection.WatchedSelector;
import dev.wheelhouse.gateway.key.Callers;
import dev.wheelhouse.gateway.limit.GatewayLimits;
import dev.wheelhouse.gateway.telemetry.GatewayMetrics;
import dev.wheelhouse.gateway.telemetry.RequestObserver;
import dev.wheelhouse.gateway.timer.Timers;
import dev.wheelhouse.gateway.websocket.WebSocketRoute;
import dev.wheelhouse.gateway.websocket.WebSocketUpgrader;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.HttpLogConfig;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.http.media.MediaContext;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The listening server: Helidon on virtual threads, bound to one address. */
public final class HttpServer implements AutoCloseable {
  private static final int SPARE_CONNECTIONS = 1024;
  private static final Duration SHUTDOWN_GRACE = Duration.ofMillis(500);
  private static final int MAX_REQUEST_LINE = 8 << 10;

  private final WebServer server;
  private final InetAddress address;
  private final OriginGuard origins;

  private HttpServer(WebServer server, InetAddress address, OriginGuard origins) {
    this.server = server;
    this.address = address;
    this.origins = origins;
  }

  /**
   * What the server is to do.
   *
   * @param exposure where to listen, and by which names
   * @param port 0 for any free one
   * @param errors the form of failures at paths that no endpoint has
   * @param observer sees the requests that ask something of a model
   * @param sockets paths that speak WebSocket
   * @param drain says when no new requests are taken any more
   */
  public record Setup(
      Exposure exposure,
      int port,
      Callers callers,
      Set<String> allowedOrigins,
      GatewayLimits limits,
      List<Endpoint> endpoints,
      ErrorForm errors,
      RequestObserver observer,
      List<WebSocketRoute> sockets,
      Drain drain) {}

  /**
   * Starts listening.
   *
   * @throws IOException when the address cannot be listened on; a {@link java.net.BindException}
   *     when another process has the port
   */
  public static HttpServer start(Setup setup, GatewayMetrics metrics, Timers timers)
      throws IOException {
    // Helidon logs a failed bind and says nothing to the caller, so it is tried here first
    try (ServerSocket trial = new ServerSocket()) {
      trial.bind(new InetSocketAddress(setup.exposure().address(), setup.port()));
    }
    WebServer[] started = new WebServer[1];
    HostGuard hosts =
        new HostGuard(() -> started[0] == null ? -1 : started[0].port(), setup.exposure());
    OriginGuard origins = new OriginGuard(setup.allowedOrigins());
    Dispatcher dispatcher =
        new Dispatcher(
            setup.endpoints(),
            new Dispatcher.Guards(
                hosts, origins, new TokenGuard(setup.callers()), setup.drain(), setup.errors()),
            setup.limits(),
            metrics,
            setup.observer());
    WebServer server = build(setup, dispatcher, new TransportErrors(hosts, setup.errors()), timers);
    started[0] = server;
    server.start();
    if (!server.isRunning()) {
      throw new java.net.BindException("the server did not start; its log says why");
    }
    return new HttpServer(server, setup.exposure().address(), origins);
  }

  /** Lets web pages of these origins call from now on, and no others. */
  public void origins(Set<String> allowed) {
    origins.allow(allowed);
  }

  /** The server as it is set up, not yet listening. */
  static WebServer build(
      Setup setup, Dispatcher dispatcher, TransportErrors errors, Timers timers) {
    Http1Config http1 =
        Http1Config.builder()
            .maxHeadersSize(setup.limits().maxHeaderBytes())
            .maxPrologueLength(MAX_REQUEST_LINE)
            // its own logs could show headers and bodies
            .log(HttpLogConfig.builder().sendLog(false).receiveLog(false).build())
            .build();
    var selector =
        Http1ConnectionSelector.builder()
            .config(http1)
            .addUpgrader(new WebSocketUpgrader(setup.sockets(), dispatcher::admit))
            .build();
    DirectHandlers.Builder direct = DirectHandlers.builder();
    for (EventType type : EventType.values()) {
      direct.addHandler(type, errors);
    }
    return WebServer.builder()
        .address(setup.exposure().address())
        .port(setup.port())
        .shutdownHook(false)
        .shutdownGracePeriod(SHUTDOWN_GRACE)
        .featuresDiscoverServices(false)
        .protocolsDiscoverServices(false)
        .addConnectionSelector(
            new WatchedSelector(selector, timers, setup.limits().timers().request()))
        // the one in connectionConfig has no effect; without it small frames wait for each other
        .connectionOptions(o -> o.tcpNoDelay(true))
        .contentEncoding(
            ContentEncodingContext.builder()
                .contentEncodingsDiscoverServices(false)
                .addContentEncoding(new UndecodedBodies())
                .build())
        .mediaContext(MediaContext.builder().mediaSupportsDiscoverServices(false).build())
        .maxConcurrentRequests(setup.limits().maxConcurrentRequests())
        .maxTcpConnections(setup.limits().maxConcurrentRequests() + SPARE_CONNECTIONS)
        .directHandlers(direct.build())
        .routing(HttpRouting.builder().any(dispatcher))
        .build();
  }

  /** The port it listens on. */
  public int port() {
    return server.port();
  }

  /** Where this machine reaches it, without a path. */
  public URI uri() {
    String host = address instanceof Inet6Address ? "[::1]" : "127.0.0.1";
    if (!address.isAnyLocalAddress() && !address.isLoopbackAddress()) {
      String literal = address.getHostAddress();
      host = address instanceof Inet6Address ? "[" + literal + "]" : literal;
    }
    return URI.create("http://" + host + ":" + port());
  }

  @Override
  public void close() {
    server.stop();
  }
}
