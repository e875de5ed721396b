// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.engine.backup.BackupId;
import dev.wheelhouse.engine.backup.BackupOptions;
import dev.wheelhouse.engine.backup.BackupSummary;
import dev.wheelhouse.engine.backup.RestoreOptions;
import dev.wheelhouse.engine.backup.VerifyLevel;
import dev.wheelhouse.engine.backup.VerifyReport;
import dev.wheelhouse.engine.backup.format.FolderCheck;
import dev.wheelhouse.engine.backup.format.Manifest;
import dev.wheelhouse.engine.backup.format.ManifestFile;
import dev.wheelhouse.engine.docker.ContainerSpec;
import dev.wheelhouse.engine.docker.ContainerSpec.MountSpec;
import dev.wheelhouse.engine.job.JobControl;
import dev.wheelhouse.engine.problem.BackupProblem.BackupDamaged;
import dev.wheelhouse.engine.problem.BackupProblem.RestoreFailed;
import dev.wheelhouse.engine.problem.BackupProblem.RestoreRefused;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What each level of verification finds in a backup of real servers, and what a restore does. */
class DamagedBackupIT {
  private static LiveEngine engine;
  private static BackupSummary backup;
  private LocalBackups backups;

  @BeforeAll
  static void backUp() {
    engine = new LiveEngine("damaged");
    engine.stack.withPostgres().withRedis("--appendonly", "yes").withChroma().start();
    TestData.fill(engine.stack);
    BackupOptions options = new BackupOptions(VerifyLevel.L1, "");
    backup = engine.backups().create(engine.stack.id(), options, JobControl.none());
  }

  @AfterAll
  static void end() {
    engine.close();
  }

  @BeforeEach
  void watch() {
    backups = engine.backups();
    engine.stack.changes.clear();
  }

  /** Reliability test R5 on real members. */
  @Test
  void levelOneFindsEveryFlippedByteAndEveryCut() throws IOException {
    Manifest manifest = ((ManifestFile.Reading.Good) ManifestFile.read(backup.folder())).manifest();
    Random random = new Random(11);
    for (Manifest.Member member : manifest.members()) {
      Path file = backup.folder().resolve(member.name());
      byte[] good = Files.readAllBytes(file);
      for (int round = 0; round < 1000; round++) {
        byte[] bad = good.clone();
        bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, bad);
        assertThat(FolderCheck.contents(backup.folder(), manifest, bytes -> {}))
            .singleElement(org.assertj.core.api.InstanceOfAssertFactories.STRING)
            .contains(member.name());
      }
      for (int round = 0; round < 100; round++) {
        Files.write(file, Arrays.copyOf(good, random.nextInt(good.length)));
        assertThat(FolderCheck.contents(backup.folder(), manifest, bytes -> {})).isNotEmpty();
      }
      Files.write(file, good);
    }
    assertThat(FolderCheck.contents(backup.folder(), manifest, bytes -> {})).isEmpty();
  }

  @Test
  void levelTwoFindsADamagedDumpWithRightHashes() throws IOException {
    String name = "postgres/database-3.dump";
    byte[] dump = member(name);
    for (byte[] bad :
        List.of(flipped(dump, dump.length - 2000), Arrays.copyOf(dump, dump.length * 7 / 10))) {
      BackupId id = Tampered.members(backup, unique("dump"), Map.of(name, bad));
      assertThat(backups.verify(id, VerifyLevel.L1, JobControl.none()).good()).isTrue();
      VerifyReport report = backups.verify(id, VerifyLevel.L2, JobControl.none());
      assertThat(report.findings())
          .anyMatch(finding -> finding.contains(name) && finding.contains("pg_restore"));
      backups.delete(id);
    }
  }

  /** A dump without compression has no checksum of its own, so ours is all there is. */
  @Test
  void onlyLevelOneAndThreeFindAFlipInAnUncompressedDump() throws IOException {
    String name = "postgres/database-3.dump";
    engine.stack.run(
        "postgres",
        "pg_dump",
        "-Fc",
        "-Z0",
        "-U",
        "wheelhouse",
        "-d",
        "wheelhouse",
        "-f",
        "/tmp/z0");
    byte[] plain = engine.stack.file("postgres", "/tmp/z0");
    String body = engine.stack.sql("wheelhouse", "SELECT body FROM app.messages WHERE id = 5000");
    int row = new String(plain, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf(body);
    assertThat(row).isPositive();
    BackupId good = Tampered.members(backup, unique("plain"), Map.of(name, plain));
    BackupId bad = Tampered.members(backup, unique("plain-bad"), Map.of(name, flipped(plain, row)));

    assertThat(backups.verify(bad, VerifyLevel.L2, JobControl.none()).findings()).isEmpty();

    Files.write(backups.get(good).folder().resolve(name), flipped(plain, row));
    assertThat(backups.verify(good, VerifyLevel.L2, JobControl.none()).findings()).isNotEmpty();
    backups.delete(good);
    backups.delete(bad);
  }

  @Test
  void levelTwoFindsADamagedRedisFileWithRightHashes() throws IOException {
    byte[] rdb = member("redis/dump.rdb");
    Random random = new Random(3);
    for (int round = 0; round < 5; round++) {
      byte[] bad =
          round == 0
              ? Arrays.copyOf(rdb, rdb.length / 2)
              : flipped(rdb, 200 + random.nextInt(rdb.length - 300));
      BackupId id = Tampered.members(backup, unique("rdb"), Map.of("redis/dump.rdb", bad));
      assertThat(backups.verify(id, VerifyLevel.L2, JobControl.none()).findings())
          .anyMatch(finding -> finding.contains("redis/dump.rdb"));
      backups.delete(id);
    }
  }

  @Test
  void levelTwoFindsACutTarAndADamagedDatabaseInIt() throws IOException {
    byte[] tar = member("chroma/data.tar");
    String text = new String(tar, java.nio.charset.StandardCharsets.ISO_8859_1);
    int database = text.indexOf("SQLite format 3");
    for (byte[] bad :
        List.of(Arrays.copyOf(tar, tar.length - 1024), overwritten(tar, database + 4096, 600))) {
      BackupId id = Tampered.members(backup, unique("tar"), Map.of("chroma/data.tar", bad));
      assertThat(backups.verify(id, VerifyLevel.L2, JobControl.none()).findings())
          .anyMatch(finding -> finding.contains("chroma/data.tar"));
      backups.delete(id);
    }
  }

  /** Like the torn copies of reliability test R9: everything is whole, but rows are missing. */
  @Test
  void levelThreeFindsDataThatIsWholeButNotAllThere() throws IOException {
    String name = "postgres/database-3.dump";
    engine.stack.run(
        "postgres",
        "sh",
        "-c",
        // under the name of the real one, or the missing rows would not be what is found
        "sql() { psql -v ON_ERROR_STOP=1 -qU wheelhouse \"$@\"; }"
            + " && createdb -U wheelhouse -T wheelhouse torn"
            + " && sql torn -c 'DELETE FROM app.messages WHERE id > 9000'"
            + " && sql postgres -c 'ALTER DATABASE wheelhouse RENAME TO kept'"
            + " -c 'ALTER DATABASE torn RENAME TO wheelhouse'"
            + " && pg_dump -Fc -U wheelhouse -d wheelhouse -f /tmp/torn"
            + " && dropdb -U wheelhouse --maintenance-db=postgres wheelhouse"
            + " && sql postgres -c 'ALTER DATABASE kept RENAME TO wheelhouse'");
    byte[] fewer = engine.stack.file("postgres", "/tmp/torn");
    BackupId id = Tampered.members(backup, unique("torn"), Map.of(name, fewer));
    assertThat(backups.verify(id, VerifyLevel.L2, JobControl.none()).findings()).isEmpty();

    VerifyReport report = backups.verify(id, VerifyLevel.L3, JobControl.none());

    assertThat(report.findings())
        .singleElement(org.assertj.core.api.InstanceOfAssertFactories.STRING)
        .contains("app.messages", "9000 instead of 10000");
    backups.delete(id);
  }

  @Test
  void putsTheOldDataBackWhenTheRestoredDataIsNotWhatWasBackedUp() throws IOException {
    TestData before = TestData.look(engine.stack);
    BackupId id =
        Tampered.services(
            backup,
            unique("counts"),
            service ->
                service.kind().equals("chroma")
                    ? Tampered.with(
                        service,
                        service.source(),
                        List.of(Manifest.Count.equal("documents in default_database/notes", 301)),
                        service.members())
                    : service);

    assertThatThrownBy(() -> backups.restore(id, new RestoreOptions(false), JobControl.none()))
        .satisfies(e -> {
          assertThat(problem(e)).isInstanceOf(RestoreFailed.class);
          assertThat(problem(e).evidence()).anyMatch(line -> line.contains("301"));
        });

    assertThat(TestData.look(engine.stack)).isEqualTo(before);
    assertThat(engine.leftOvers()).isZero();
    assertThat(
            engine.docker.volumes(Map.of("com.docker.compose.project", engine.stack.id().value())))
        .hasSize(3);
    assertThat(engine.stack.changes).noneMatch(change -> change.startsWith("set"));
    backups.delete(id);
  }

  @Test
  void refusesADamagedBackupAndTouchesNothing() throws IOException {
    byte[] rdb = member("redis/dump.rdb");
    BackupId id =
        Tampered.members(
            backup, unique("refused"), Map.of("redis/dump.rdb", flipped(rdb, rdb.length / 2)));

    assertThatThrownBy(() -> backups.restore(id, RestoreOptions.standard(), JobControl.none()))
        .satisfies(e -> assertThat(problem(e)).isInstanceOf(BackupDamaged.class));

    assertThat(engine.stack.changes).isEmpty();
    assertThat(engine.leftOvers()).isZero();
    backups.delete(id);
  }

  @Test
  void refusesVersionsThatDoNotFitAndNamesThem() throws IOException {
    Map<String, String> later = Map.of("postgres", "18.1", "redis", "9.0.0", "chroma", "2.0.0");
    BackupId id =
        Tampered.services(
            backup, unique("later"), one -> Tampered.version(one, later.get(one.kind())));

    assertThat(backups.plan(id).refusals())
        .anyMatch(reason -> reason.contains("PostgreSQL 17") && reason.contains("18.1"))
        .anyMatch(reason -> reason.startsWith("redis: Redis ") && reason.contains("9.0.0"))
        .anyMatch(reason -> reason.startsWith("chroma: Chroma ") && reason.contains("2.0.0"));
    assertThatThrownBy(() -> backups.restore(id, RestoreOptions.standard(), JobControl.none()))
        .satisfies(e -> assertThat(problem(e)).isInstanceOf(RestoreRefused.class));
    assertThat(engine.stack.changes).isEmpty();
    backups.delete(id);
  }

  @Test
  void refusesWhileAForeignContainerUsesTheVolume() {
    String volume = engine.stack.blueprint("redis").dataVolume().orElseThrow().name();
    String foreign =
        engine.docker.create(
            new ContainerSpec(
                engine.stack.id() + "-foreign",
                LiveStack.REDIS_IMAGE,
                List.of("sleep"),
                List.of("1000"),
                Map.of(),
                Map.of("dev.wheelhouse.test", engine.stack.id().value()),
                null,
                null,
                null,
                null,
                "SIGKILL",
                null,
                List.of(),
                List.of(new MountSpec(MountSpec.Type.VOLUME, volume, "/data", true, Map.of())),
                List.of(),
                ContainerSpec.HostOptions.defaults()));
    try {
      engine.docker.start(foreign);
      assertThat(backups.plan(backup.id()).refusals())
          .singleElement(org.assertj.core.api.InstanceOfAssertFactories.STRING)
          .contains(engine.stack.id() + "-foreign", volume);
    } finally {
      engine.docker.remove(foreign, true);
    }
    assertThat(backups.plan(backup.id()).refusals()).isEmpty();
  }

  @Test
  void plansWhatItWillDo() {
    var plan = backups.plan(backup.id());

    assertThat(plan.refusals()).isEmpty();
    assertThat(plan.stops()).containsExactlyInAnyOrder("postgres", "redis", "chroma");
    assertThat(plan.newVolumes()).hasSize(3).allMatch(name -> name.contains("-data.r20"));
    assertThat(plan.neededBytes()).isPositive();
    assertThat(plan.freeBytes()).isGreaterThan(plan.neededBytes());
    assertThat(plan.versions()).hasSize(3);
    assertThat(engine.leftOvers()).isZero();
  }

  private static byte[] member(String name) throws IOException {
    return Files.readAllBytes(backup.folder().resolve(name));
  }

  private static String unique(String what) {
    return "tampered-" + what + "-" + System.nanoTime();
  }

  private static byte[] flipped(byte[] good, int offset) {
    byte[] bad = good.clone();
    bad[offset] ^= 1;
    return bad;
  }

  private static byte[] overwritten(byte[] good, int offset, int length) {
    byte[] bad = good.clone();
    Arrays.fill(bad, offset, offset + length, (byte) 0x5a);
    return bad;
  }

  private static Problem problem(Throwable e) {
    return ((ProblemException) e).problem();
  }
}
