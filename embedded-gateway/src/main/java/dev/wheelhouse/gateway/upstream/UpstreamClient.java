// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.upstream;

import dev.wheelhouse.gateway.limit.GatewayLimits;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.time.Duration;
import java.util.List;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.CookieJar;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/** The one HTTP client that all upstreams share, set up for long streams. */
public final class UpstreamClient {
  private static final int MAX_IDLE_CONNECTIONS = 512;
  private static final Duration KEPT = Duration.ofMinutes(1);

  private UpstreamClient() {}

  /**
   * Creates the client. It has no read and write time-out, as a stream may be long and silent: the
   * gateway's own timers cancel the call. It repeats nothing and follows no redirect.
   */
  public static OkHttpClient create(GatewayLimits limits) {
    return new OkHttpClient.Builder()
        .connectTimeout(limits.timers().connect())
        .readTimeout(Duration.ZERO)
        .writeTimeout(Duration.ZERO)
        .retryOnConnectionFailure(false)
        .followRedirects(false)
        .followSslRedirects(false)
        .cookieJar(CookieJar.NO_COOKIES)
        .connectionPool(SeldomTidied.pool(MAX_IDLE_CONNECTIONS, KEPT))
        .socketFactory(LiveConnections.sockets())
        .addNetworkInterceptor(new LiveConnections())
        // cancelling closes the connection, which every upstream notices
        .protocols(List.of(Protocol.HTTP_1_1))
        .eventListenerFactory(UpstreamClient::listener)
        .build();
  }

  private static EventListener listener(Call call) {
    CallScope scope = call.request().tag(CallScope.class);
    return scope == null ? EventListener.NONE : new ConnectListener(scope);
  }

  /** Tells the scope when a connection is being made, TLS included. */
  private static final class ConnectListener extends EventListener {
    private final CallScope scope;

    ConnectListener(CallScope scope) {
      this.scope = scope;
    }

    @Override
    public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
      scope.connecting(true);
    }

    @Override
    public void connectionAcquired(Call call, Connection connection) {
      scope.connecting(false);
    }
  }
}
