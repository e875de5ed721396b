// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Many streams at once; each token carries the time at which the upstream wrote it. */
final class Streams {
  final Samples samples = new Samples();
  final AtomicLong tokens = new AtomicLong();
  final AtomicLong merged = new AtomicLong();
  final AtomicLong errors = new AtomicLong();

  /** Starts so many streams within a second and reads them to their end. */
  void run(Way way, String body, int count) throws InterruptedException, ExecutionException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        running.add(threads.submit(() -> one(way, body)));
      }
      for (Future<?> each : running) {
        each.get();
      }
    }
  }

  private Void one(Way way, String body) throws InterruptedException {
    Thread.sleep(ThreadLocalRandom.current().nextInt(1000));
    try (RawHttp http = new RawHttp(way, body)) {
      Reader reader = new Reader();
      int status = http.exchange(reader::piece);
      errors.addAndGet(status == 200 ? 0 : 1);
    } catch (IOException e) {
      errors.incrementAndGet();
    }
    return null;
  }

  /** Takes the HTTP chunks of one stream. */
  private final class Reader {
    private final long start = System.nanoTime();
    private long last;

    void piece(byte[] bytes) {
      long now = System.nanoTime();
      String text = new String(bytes, StandardCharsets.US_ASCII);
      int found = 0;
      for (int from = text.indexOf('@'); from >= 0; from = text.indexOf('@', from + 1)) {
        int to = text.indexOf('@', from + 1);
        samples.transit.add(now - Long.parseLong(text.substring(from + 1, to)));
        (last == 0 ? samples.firstToken : samples.gap).add(now - (last == 0 ? start : last));
        last = now;
        from = to;
        found++;
      }
      tokens.addAndGet(found);
      merged.addAndGet(Math.max(0, found - 1));
    }
  }
}
