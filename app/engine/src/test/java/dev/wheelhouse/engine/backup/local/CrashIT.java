// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.engine.backup.BackupOptions;
import dev.wheelhouse.engine.backup.BackupSummary;
import dev.wheelhouse.engine.backup.VerifyLevel;
import dev.wheelhouse.engine.job.JobControl;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code kill -9} at named points of a backup and of a restore, in the manner of reliability tests
 * R1 and R2: the next start puts everything back.
 */
class CrashIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static LiveEngine engine;
  private static TestData before;
  private static BackupSummary backup;

  @BeforeAll
  static void start() {
    engine = new LiveEngine("crash");
    engine.stack.withPostgres().withRedis("--appendonly", "yes").withChroma().start();
    TestData.fill(engine.stack);
    backup = create();
    engine.stack.redis("SET", "later", "than the backup");
    before = TestData.look(engine.stack);
  }

  private static BackupSummary create() {
    return engine
        .backups()
        .create(engine.stack.id(), new BackupOptions(VerifyLevel.L1, ""), JobControl.none());
  }

  @AfterAll
  static void end() {
    engine.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exec pg_dump --format.*",
        "create wheelhouse-.*-tools",
        "copyFrom /data/dump.rdb"
      })
  void leavesNoHalfBackup(String point) throws Exception {
    killAt(point);

    recover(point);
  }

  /** Chroma is stopped at this point. */
  @Test
  void startsAgainWhatABackupHadStopped() throws Exception {
    killAt("copyFrom /data");
    assertThat(engine.stack.server("chroma").running()).isFalse();
    assertThat(engine.halfBackups()).isTrue();

    recover("copying chroma");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // nothing is stopped yet; services are stopped; volumes are being filled
        "createVolume.*",
        "exec pg_restore --create.*",
        "create STACK-postgres-1"
      })
  void returnsToTheOldDataWhenARestoreDies(String point) throws Exception {
    killAt(point, backup.id().value());

    recover(point);
  }

  @Test
  void leavesItToTheNextStartWhenTheEngineIsAway() throws Exception {
    killAt("copyFrom /data");
    FixedConnection connection = new FixedConnection(engine.docker);
    connection.there(false);
    LocalBackups backups =
        new LocalBackups(
            engine.root, connection, engine.stack, java.time.Clock.systemUTC(), "test");
    backups.recover();
    assertThat(backups.listAll()).hasSize(1);
    assertThat(engine.stack.server("chroma").running()).isFalse();

    connection.there(true);

    dev.wheelhouse.testing.Wait.until(
        () -> engine.stack.server("chroma").running() && engine.leftOvers() == 0, LIMIT);
    assertThat(engine.halfBackups()).isFalse();
  }

  private static void recover(String point) {
    Instant start = Instant.now();
    engine.backups().recover();
    assertThat(Duration.between(start, Instant.now())).isLessThan(LIMIT);
    assertThat(engine.halfBackups()).as(point).isFalse();
    assertThat(engine.leftOvers()).as(point).isZero();
    assertThat(engine.backups().listAll())
        .extracting(BackupSummary::id)
        .containsExactly(backup.id());
    for (String service : List.of("postgres", "redis", "chroma")) {
      assertThat(engine.stack.server(service).running()).as(service).isTrue();
    }
    dev.wheelhouse.testing.Wait.untilAsserted(
        () -> assertThat(TestData.look(engine.stack)).as(point).isEqualTo(before), LIMIT);
    Map<String, String> project = Map.of("com.docker.compose.project", engine.stack.id().value());
    assertThat(engine.docker.volumes(project)).hasSize(3);
    assertThat(engine.stack.files(engine.stack.id()).variables()).isEmpty();
  }

  private static void killAt(String point, String... more)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                CrashChild.class.getName(),
                engine.place().toString(),
                engine.stack.id().value(),
                point.replace("STACK", engine.stack.id().value())));
    command.addAll(List.of(more));
    Process child =
        new ProcessBuilder(command)
            .redirectError(engine.place().resolve("child.log").toFile())
            .start();
    try {
      String line;
      do {
        line = child.inputReader().readLine();
      } while (line != null && !line.equals("reached") && !line.equals("ended"));
      assertThat(line).as("%s, see child.log", point).isEqualTo("reached");
    } finally {
      child.destroyForcibly();
      assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
  }
}
