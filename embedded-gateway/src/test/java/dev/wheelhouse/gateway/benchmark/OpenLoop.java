// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends requests at a steady rate, whether or not the answers keep up. A time counts from the
 * moment at which the request was due, so that one slow answer does not hide the wait of those
 * behind it (coordinated omission).
 */
final class OpenLoop {
  private static final int CONNECTIONS = 32;

  private final Way way;
  private final String body;
  private final long interval;
  private final long count;
  private final long start = System.nanoTime() + Duration.ofMillis(50).toNanos();
  private final long end;
  private final AtomicLong next = new AtomicLong();

  private OpenLoop(Way way, String body, int rate, Duration time) {
    this.way = way;
    this.body = body;
    this.interval = Duration.ofSeconds(1).toNanos() / rate;
    this.count = time.toNanos() / interval;
    // whoever cannot keep up gets half as much time again, then the rest is given up
    this.end = start + time.toNanos() + time.toNanos() / 2;
  }

  /** Times of all rounds at one rate, in nanoseconds. */
  static final class Times {
    final List<Long> nanos = new ArrayList<>();
    long errors;
    long unsent;
    long hits;
  }

  /** Runs a round and adds its times. */
  static void run(Way way, String body, int rate, Duration time, Times to)
      throws InterruptedException, ExecutionException {
    run(way, body, rate, time, CONNECTIONS, to);
  }

  /** As above; the connections, which all stay open, take turns. */
  static void run(Way way, String body, int rate, Duration time, int connections, Times to)
      throws InterruptedException, ExecutionException {
    OpenLoop loop = new OpenLoop(way, body, rate, time);
    try (var threads = Executors.newFixedThreadPool(connections)) {
      List<Future<Times>> running = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        running.add(threads.submit(loop::connection));
      }
      for (Future<Times> each : running) {
        Times times = each.get();
        to.nanos.addAll(times.nanos);
        to.errors += times.errors;
        to.hits += times.hits;
      }
      to.unsent += Math.max(0, loop.count - loop.next.get());
    }
  }

  private Times connection() throws IOException {
    Times times = new Times();
    try (RawHttp http = new RawHttp(way, body)) {
      for (long i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
        long due = start + i * interval;
        waitFor(due);
        if (System.nanoTime() > end) {
          next.decrementAndGet();
          break;
        }
        int status = http.exchange(_ -> {});
        times.nanos.add(System.nanoTime() - due);
        times.errors += status == 200 ? 0 : 1;
        times.hits += http.fromCache() ? 1 : 0;
      }
    }
    return times;
  }

  private static void waitFor(long due) {
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
