// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.postgres;

import dev.wheelhouse.engine.backup.service.Server;
import dev.wheelhouse.engine.backup.service.StepFailed;
import dev.wheelhouse.engine.docker.ExecSpec;
import dev.wheelhouse.engine.job.JobControl;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A psql that stays open in one read-only transaction, so that others can dump what it sees: {@code
 * pg_export_snapshot} and {@code pg_dump --snapshot}. psql ends when its input ends, and with it
 * the transaction; that also happens when this process dies.
 */
final class SnapshotSession implements AutoCloseable {
  private final Postgres postgres;
  private final JobControl control;
  private final Typed typed = new Typed();
  private final Lines printed = new Lines();
  private final ByteArrayOutputStream complaints = new ByteArrayOutputStream();
  private final Thread thread;
  private volatile @Nullable RuntimeException failure;

  SnapshotSession(Postgres postgres, String database, JobControl control) {
    this.postgres = postgres;
    this.control = control;
    ExecSpec spec = new ExecSpec(postgres.psql(database), Map.of(), null, Server.LONG);
    this.thread = Thread.ofVirtual().name("postgres-snapshot").start(() -> run(spec));
  }

  /** Begins the transaction and returns the name of its snapshot. */
  String begin() {
    ask("beginning a snapshot", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;\n");
    List<String> rows = ask("exporting a snapshot", "SELECT pg_export_snapshot();\n");
    if (rows.size() != 1) {
      throw failed("exporting a snapshot");
    }
    return rows.getFirst();
  }

  /** Runs statements in the transaction and returns the rows. */
  List<String> ask(String step, String sql) {
    String mark = "done-" + UUID.randomUUID();
    typed.line(sql + "\\echo " + mark + "\n");
    List<String> rows = new ArrayList<>();
    while (true) {
      control.checkCancelled();
      String line = printed.next();
      if (line == null && !thread.isAlive() && printed.isEmpty()) {
        throw failed(step);
      }
      if (mark.equals(line)) {
        return rows;
      }
      if (line != null && !line.isBlank()) {
        rows.add(line);
      }
    }
  }

  @Override
  public void close() {
    typed.end();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(ExecSpec spec) {
    try {
      postgres
          .server()
          .docker()
          .exec(postgres.server().container(), spec, typed, printed, complaints);
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private StepFailed failed(String step) {
    RuntimeException cause = failure;
    List<String> evidence = new ArrayList<>();
    complaints.toString(StandardCharsets.UTF_8).lines().limit(10).forEach(evidence::add);
    if (cause != null) {
      evidence.add(String.valueOf(cause.getMessage()));
    }
    return new StepFailed(postgres.server().blueprint().name(), step, evidence, cause);
  }

  /** Standard input: what was typed so far, then a wait for more. */
  private static final class Typed extends InputStream {
    private static final byte[] END = new byte[0];

    private final BlockingQueue<byte[]> queue = new LinkedBlockingQueue<>();
    private byte[] current = new byte[0];
    private int used;
    private boolean ended;

    void line(String text) {
      queue.add(text.getBytes(StandardCharsets.UTF_8));
    }

    void end() {
      queue.add(END);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (used == current.length && !ended) {
        try {
          current = queue.take();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IOException("interrupted", e);
        }
        used = 0;
        ended = current.length == 0;
      }
      if (ended) {
        return -1;
      }
      int count = Math.min(length, current.length - used);
      System.arraycopy(current, used, buffer, offset, count);
      used += count;
      return count;
    }
  }

  /** Standard output as lines. */
  private static final class Lines extends OutputStream {
    private final BlockingQueue<String> queue = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    @Override
    public void write(int one) {
      if (one == '\n') {
        queue.add(line.toString(StandardCharsets.UTF_8));
        line.reset();
      } else {
        line.write(one);
      }
    }

    /** The next line, or null when none came for a moment. */
    @Nullable String next() {
      try {
        return queue.poll(200, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for psql", e);
      }
    }

    boolean isEmpty() {
      return queue.isEmpty();
    }
  }
}
