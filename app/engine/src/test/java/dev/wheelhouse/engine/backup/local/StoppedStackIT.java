// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.engine.backup.BackupOptions;
import dev.wheelhouse.engine.backup.BackupSummary;
import dev.wheelhouse.engine.backup.VerifyLevel;
import dev.wheelhouse.engine.docker.ContainerSummary;
import dev.wheelhouse.engine.docker.Docker;
import dev.wheelhouse.engine.docker.ExecSpec;
import dev.wheelhouse.engine.docker.VolumeInfo;
import dev.wheelhouse.engine.job.JobControl;
import dev.wheelhouse.engine.problem.BackupProblem.BackupFailed;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.stack.StackSession;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A backup of what does not run: started for it, and stopped again however it ends. */
class StoppedStackIT {
  private static final Set<String> ALL = Set.of("postgres", "redis", "chroma");

  private static LiveEngine engine;
  private static List<String> counts;

  @BeforeAll
  static void fill() {
    engine = new LiveEngine("stopped");
    engine.stack.withPostgres().withRedis("--appendonly", "yes").withChroma().start();
    TestData.fill(engine.stack);
    counts = counts(create(engine.docker));
  }

  @AfterAll
  static void end() {
    engine.close();
  }

  @BeforeEach
  void startAll() {
    try (StackSession session = engine.stack.exclusive(engine.stack.id(), "test")) {
      session.start(Set.of(), Duration.ofMinutes(2), JobControl.none());
    }
  }

  @Test
  void stoppedServicesAreStartedForTheBackupAndStoppedAgain() {
    halt(ALL);
    Map<String, String> before = states();

    BackupSummary backup = create(engine.docker);

    assertThat(counts(backup)).isEqualTo(counts);
    assertThat(backup.provenLevel()).isEqualTo(VerifyLevel.L2);
    assertThat(states()).isEqualTo(before).hasSize(3);
    assertThat(engine.leftOvers()).isZero();
  }

  @Test
  void whatRunsGoesOnWhenAnotherServiceIsWoken() {
    halt(Set.of("redis"));
    Map<String, String> before = states();

    assertThat(counts(create(engine.docker))).isEqualTo(counts);

    assertThat(states()).isEqualTo(before);
    assertThat(before.values()).filteredOn(state -> state.endsWith("running")).hasSize(2);
  }

  @Test
  void aStackWithoutContainersHasNoneAfterwardsEither() {
    remove();

    assertThat(counts(create(engine.docker))).isEqualTo(counts);

    assertThat(states()).isEmpty();
    assertThat(engine.leftOvers()).isZero();
  }

  @Test
  void aBackupThatFailsStopsThemAgain() {
    halt(ALL);
    Map<String, String> before = states();
    Docker docker =
        Watched.docker(
            engine.docker,
            (method, arguments) -> {
              if (method.equals("copyFrom")) {
                throw new IllegalStateException("the disk broke");
              }
            });

    assertThatThrownBy(() -> create(docker)).hasMessageContaining("the disk broke");

    assertThat(states()).isEqualTo(before);
    assertThat(engine.halfBackups()).isFalse();
  }

  @Test
  void whatADeadBackupHadStartedIsStoppedByTheNextStart() {
    halt(ALL);
    Map<String, String> before = states();
    AtomicBoolean gone = new AtomicBoolean();
    Docker docker =
        Watched.docker(
            engine.docker,
            (method, arguments) -> {
              boolean dump =
                  arguments.length > 1
                      && arguments[1] instanceof ExecSpec spec
                      && spec.command().getFirst().equals("pg_dump");
              // from here on nothing works, as for a process that was killed
              if (gone.get() || (dump && gone.compareAndSet(false, true))) {
                throw new IllegalStateException("gone");
              }
            });
    LiveStack other = engine.stack.through(docker);
    LocalBackups dying =
        new LocalBackups(
            engine.root,
            new FixedConnection(docker),
            other,
            java.time.Clock.systemUTC(),
            "wheelhouse test");
    assertThatThrownBy(() ->
            dying.create(other.id(), new BackupOptions(VerifyLevel.L1, ""), JobControl.none()))
        .hasMessageContaining("gone");
    assertThat(states()).isNotEqualTo(before);

    engine.backups().recover();

    assertThat(states()).isEqualTo(before);
    assertThat(engine.halfBackups()).isFalse();
    assertThat(engine.leftOvers()).isZero();
  }

  @Test
  void aServiceThatNeverRanIsRefusedAndNothingIsMade() {
    LiveEngine empty = new LiveEngine("never");
    try {
      empty.stack.withRedis();

      assertThatThrownBy(() ->
              empty.backups().create(empty.stack.id(), BackupOptions.standard(), JobControl.none()))
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> {
                assertThat(e.problem()).isInstanceOf(BackupFailed.class);
                assertThat(e.problem().cause())
                    .contains("redis", "no data yet", "\"wheelhouse up\"");
              });

      assertThat(empty.docker.volumes(project(empty))).isEmpty();
      assertThat(empty.docker.containers(project(empty))).isEmpty();
      assertThat(empty.backups().listAll()).isEmpty();
    } finally {
      empty.close();
    }
  }

  private static BackupSummary create(Docker docker) {
    return engine
        .backups(docker)
        .create(engine.stack.id(), new BackupOptions(VerifyLevel.L2, ""), JobControl.none());
  }

  private static List<String> counts(BackupSummary backup) {
    return backup.members().stream()
        .flatMap(member -> member.counts().stream().map(count -> member.service() + " " + count))
        .sorted()
        .toList();
  }

  private static void halt(Set<String> services) {
    try (StackSession session = engine.stack.exclusive(engine.stack.id(), "test")) {
      session.halt(services, JobControl.none());
    }
  }

  private static void remove() {
    List<String> volumes = volumes();
    try (StackSession session = engine.stack.exclusive(engine.stack.id(), "test")) {
      session.stop(Set.of(), JobControl.none());
    }
    assertThat(volumes()).isEqualTo(volumes);
  }

  private static List<String> volumes() {
    return engine.docker.volumes(project(engine)).stream().map(VolumeInfo::name).sorted().toList();
  }

  private static Map<String, String> project(LiveEngine of) {
    return Map.of("com.docker.compose.project", of.stack.id().value());
  }

  /** Each container with what it does. */
  private static Map<String, String> states() {
    Map<String, String> states = new TreeMap<>();
    for (ContainerSummary row : engine.docker.containers(project(engine))) {
      states.put(row.id(), row.name() + " " + row.state());
    }
    return states;
  }
}
