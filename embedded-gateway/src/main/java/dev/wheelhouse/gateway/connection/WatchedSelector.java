// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.connection;

import dev.wheelhouse.gateway.timer.Timers;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts a {@link ClientWatch} between every connection and Helidon's HTTP/1.1. */
public final class WatchedSelector implements ServerConnectionSelector {
  private final ConnectionThreads threads = new ConnectionThreads();
  private final ServerConnectionSelector http1;
  private final Timers timers;
  private final Duration requestTime;

  /** Wraps Helidon's own selector. */
  public WatchedSelector(ServerConnectionSelector http1, Timers timers, Duration requestTime) {
    this.http1 = http1;
    this.timers = timers;
    this.requestTime = requestTime;
  }

  @Override
  public int bytesToIdentifyConnection() {
    return http1.bytesToIdentifyConnection();
  }

  @Override
  public Support supports(BufferData data) {
    return http1.supports(data);
  }

  @Override
  public Set<String> supportedApplicationProtocols() {
    return http1.supportedApplicationProtocols();
  }

  @Override
  public ServerConnection connection(ConnectionContext context) {
    var socket = context.serverSocket();
    ClientWatch watch =
        new ClientWatch(
            () -> {
              try {
                return socket.get();
              } catch (UncheckedIOException e) {
                throw new ServerConnectionException("the client cannot be read", e);
              }
            },
            socket::close,
            timers,
            requestTime);
    return new Watched(http1.connection(new WatchedContext(context, watch)), watch, threads);
  }

  /** Serves a connection with its watch at hand. */
  private record Watched(ServerConnection connection, ClientWatch watch, ConnectionThreads threads)
      implements ServerConnection, InterruptableTask<@Nullable Void> {
    @Override
    public void handle(Limit limit) throws InterruptedException {
      threads.serve(() ->
          watch.serve(() -> {
            connection.handle(limit);
            return null;
          }));
    }

    @Override
    public Duration idleTime() {
      return connection.idleTime();
    }

    @Override
    public void close(boolean interrupt) {
      connection.close(interrupt);
    }

    @Override
    public boolean canInterrupt() {
      return connection instanceof InterruptableTask<?> task && task.canInterrupt();
    }

    @Override
    public void run() {
      throw new UnsupportedOperationException("a connection is served by handle");
    }
  }
}
