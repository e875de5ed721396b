// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.benchmark;

import dev.wheelhouse.testing.http.HttpCall;
import dev.wheelhouse.testing.http.WatchedHttpServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A model server that writes tokens at a steady pace in both dialects. Each token is the clock at
 * the moment it was written, so that the reader knows how long it was on its way.
 */
final class PacedUpstream implements AutoCloseable {
  static final String MODEL = "paced";

  private final WatchedHttpServer server;
  private final int tokens;
  private final Duration pace;

  PacedUpstream(int tokens, Duration pace) {
    this.tokens = tokens;
    this.pace = pace;
    this.server = WatchedHttpServer.onPort(0, this::answer);
  }

  URI uri() {
    return server.uri();
  }

  /** As a process: arguments are the tokens of a stream and the milliseconds between them. */
  public static void main(String[] arguments) throws InterruptedException {
    Duration pace = Duration.ofMillis(Long.parseLong(arguments[1]));
    try (PacedUpstream upstream = new PacedUpstream(Integer.parseInt(arguments[0]), pace)) {
      System.out.println(upstream.server.port());
      Thread.currentThread().join();
    }
  }

  private void answer(HttpCall call) throws IOException {
    switch (call.request().path()) {
      case "/api/tags" ->
          call.json(
              200, "{\"models\":[{\"name\":\"%s\",\"model\":\"%s\"}]}".formatted(MODEL, MODEL));
      case "/api/chat" -> {
        call.begin(200, "application/x-ndjson");
        stream(
            call,
            "{\"model\":\"paced\",\"message\":{\"role\":\"assistant\",\"content\":\"@%d@\"},\"done\":false}\n");
        call.write(
            "{\"model\":\"paced\",\"message\":{\"content\":\"\"},\"done\":true,\"done_reason\":\"stop\"}\n");
        call.end();
      }
      default -> {
        call.begin(200, "text/event-stream");
        stream(
            call,
            "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"paced\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"@%d@\"},\"finish_reason\":null}]}\n\n");
        call.write(
            "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n");
        call.write("data: [DONE]\n\n");
        call.end();
      }
    }
  }

  private void stream(HttpCall call, String form) throws IOException {
    long next = System.nanoTime();
    for (int i = 0; i < tokens; i++) {
      call.write(form.replace("%d", Long.toString(System.nanoTime())));
      next += pace.toNanos();
      long wait = next - System.nanoTime();
      if (wait > 0) {
        LockSupport.parkNanos(wait);
      }
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
