// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.testing.http.WatchedHttpServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Idle connections are used again, and do not stay for ever. */
@Timeout(120)
class SeldomTidiedTest {
  @Test
  void usesAnIdleConnectionAgain() throws Exception {
    ConnectionPool pool = SeldomTidied.pool(8, Duration.ofMinutes(1));
    try (WatchedHttpServer server = WatchedHttpServer.onPort(0, call -> call.json(200, "{}"))) {
      for (int i = 0; i < 20; i++) {
        ask(pool, server.uri());
      }
      assertThat(pool.connectionCount()).isEqualTo(1);
      assertThat(pool.idleConnectionCount()).isEqualTo(1);
    } finally {
      pool.evictAll();
    }
    assertThat(pool.connectionCount()).isZero();
  }

  @Test
  void closesAConnectionThatWasIdleForLong() throws Exception {
    ConnectionPool pool = SeldomTidied.pool(8, Duration.ofMillis(1));
    try (WatchedHttpServer server = WatchedHttpServer.onPort(0, call -> call.json(200, "{}"))) {
      ask(pool, server.uri());
      await(() -> pool.connectionCount() == 0);
      // and once more, after its thread had nothing to wait for
      ask(pool, server.uri());
      await(() -> pool.connectionCount() == 0);
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(20);
    }
  }

  private static void ask(ConnectionPool pool, URI uri) throws IOException {
    OkHttpClient client = new OkHttpClient.Builder().connectionPool(pool).build();
    Request request = new Request.Builder().url(uri.toString()).build();
    try (Response response = client.newCall(request).execute()) {
      assertThat(response.body().string()).isEqualTo("{}");
    }
  }
}
