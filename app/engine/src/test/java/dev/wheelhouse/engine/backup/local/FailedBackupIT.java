// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.engine.backup.BackupOptions;
import dev.wheelhouse.engine.backup.BackupSummary;
import dev.wheelhouse.engine.backup.VerifyLevel;
import dev.wheelhouse.engine.docker.Docker;
import dev.wheelhouse.engine.docker.ExecSpec;
import dev.wheelhouse.engine.event.Subscription;
import dev.wheelhouse.engine.job.JobControl;
import dev.wheelhouse.engine.job.Progress;
import dev.wheelhouse.engine.problem.BackupProblem.BackupFailed;
import dev.wheelhouse.engine.problem.InputProblem.Cancelled;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.problem.ProblemException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A backup that does not come to its end publishes nothing and leaves everything as it was. */
class FailedBackupIT {
  private static LiveEngine engine;

  @BeforeAll
  static void start() {
    engine = new LiveEngine("failed");
    engine.stack.withPostgres().withRedis("--appendonly", "yes").withChroma().start();
    engine.stack.sql(
        "wheelhouse",
        "CREATE TABLE big AS SELECT i, repeat(md5(i::text), 8) AS t FROM generate_series(1, 300000) i");
    engine.stack.redis("SET", "a", "b");
  }

  @AfterAll
  static void end() {
    engine.close();
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(engine.backups().listAll()).isEmpty();
    assertThat(engine.halfBackups()).isFalse();
    assertThat(engine.leftOvers()).isZero();
    for (String service : List.of("postgres", "redis", "chroma")) {
      assertThat(engine.stack.server(service).running()).as(service).isTrue();
    }
    assertThat(
            engine.stack.sql(
                "wheelhouse",
                "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'wheelhouse-%'"))
        .isEqualTo("0");
  }

  /** Reliability test R11. */
  @Test
  void publishesNothingWhenPgDumpDiesInTheMiddle() {
    Docker docker =
        Watched.docker(
            engine.docker,
            (method, arguments) -> {
              if (isExec(method, arguments, "pg_dump") && arguments.length == 5) {
                arguments[3] = new KillOnFirstBytes((OutputStream) arguments[3]);
              }
            });

    assertThatThrownBy(() -> create(docker, JobControl.none()))
        .satisfies(e ->
            assertThat(problem(e))
                .isInstanceOfSatisfying(
                    BackupFailed.class,
                    failed -> {
                      assertThat(failed.service()).isEqualTo("postgres");
                      assertThat(failed.step()).contains("pg_dump of wheelhouse failed");
                      assertThat(failed.evidence()).contains("exit status 1");
                    }));
  }

  @Test
  void publishesNothingWhenRedisCannotSave() {
    engine.stack.run("redis", "sh", "-c", "rm -f /data/dump.rdb && mkdir /data/dump.rdb");
    try {
      assertThatThrownBy(() -> create(engine.docker, JobControl.none()))
          .satisfies(e -> assertThat(problem(e)).isInstanceOf(BackupFailed.class))
          .hasMessageContaining("BGSAVE");
    } finally {
      engine.stack.run("redis", "rmdir", "/data/dump.rdb");
    }
  }

  @Test
  void startsChromaAgainWhenTheCopyIsCut() {
    Docker docker =
        Watched.docker(
            engine.docker,
            (method, arguments) -> {
              if (method.equals("copyFrom") && arguments[1].equals("/data")) {
                throw new IllegalStateException("the engine went away");
              }
            });

    assertThatThrownBy(() -> create(docker, JobControl.none()))
        .hasMessageContaining("the engine went away");
  }

  @Test
  void cleansUpWhereverItIsCancelled() {
    List<String> steps = new CopyOnWriteArrayList<>();
    BackupSummary whole =
        engine
            .backups()
            .create(
                engine.stack.id(),
                new BackupOptions(VerifyLevel.L1, ""),
                new CancelAt("never", steps));
    engine.backups().delete(whole.id());
    assertThat(steps).contains("Backing up postgres", "Copying redis", "Copying chroma");
    for (String step : List.of("Backing up postgres", "Copying redis", "Copying chroma")) {
      assertThatThrownBy(() -> create(engine.docker, new CancelAt(step, steps)))
          .as(step)
          .satisfies(e -> assertThat(problem(e)).isInstanceOf(Cancelled.class));
      nothingIsLeft();
    }
  }

  private static void create(Docker docker, JobControl control) {
    engine
        .backups(docker)
        .create(engine.stack.id(), new BackupOptions(VerifyLevel.L1, ""), control);
  }

  private static boolean isExec(String method, Object[] arguments, String program) {
    return method.equals("exec")
        && arguments[1] instanceof ExecSpec spec
        && spec.command().getFirst().equals(program)
        && spec.command().stream().anyMatch(word -> word.contains("dbname='wheelhouse'"));
  }

  private static Problem problem(Throwable e) {
    return ((ProblemException) e).problem();
  }

  /** Ends the server process that works for pg_dump, once its output has begun. */
  private static final class KillOnFirstBytes extends FilterOutputStream {
    private boolean killed;

    KillOnFirstBytes(OutputStream target) {
      super(target);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (!killed) {
        killed = true;
        engine.stack.sql(
            "wheelhouse",
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE application_name LIKE 'wheelhouse-%'");
      }
      out.write(bytes, offset, length);
    }
  }

  /** The user presses the button when a step with that name begins. */
  private static final class CancelAt implements JobControl {
    private final String step;
    private final List<String> steps;
    private boolean pressed;

    CancelAt(String step, List<String> steps) {
      this.step = step;
      this.steps = steps;
    }

    @Override
    public void report(Progress progress) {
      steps.add(progress.step());
      pressed |= progress.step().equals(step);
    }

    @Override
    public boolean cancelled() {
      return pressed;
    }

    @Override
    public void checkCancelled() {
      if (pressed) {
        throw new ProblemException(new Cancelled("the backup"));
      }
    }

    @Override
    public Subscription onCancel(Runnable action) {
      return () -> {};
    }
  }
}
