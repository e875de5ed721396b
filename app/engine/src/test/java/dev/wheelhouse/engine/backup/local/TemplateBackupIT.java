// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.engine.Engine;
import dev.wheelhouse.engine.EngineOptions;
import dev.wheelhouse.engine.backup.BackupOptions;
import dev.wheelhouse.engine.backup.BackupSummary;
import dev.wheelhouse.engine.backup.RestoreOptions;
import dev.wheelhouse.engine.backup.RestoreReport;
import dev.wheelhouse.engine.backup.VerifyLevel;
import dev.wheelhouse.engine.docker.Docker;
import dev.wheelhouse.engine.docker.ExecResult;
import dev.wheelhouse.engine.docker.ExecSpec;
import dev.wheelhouse.engine.docker.VolumeInfo;
import dev.wheelhouse.engine.job.JobControl;
import dev.wheelhouse.engine.platform.WheelhouseHome;
import dev.wheelhouse.engine.stack.StackId;
import dev.wheelhouse.engine.stack.StartOptions;
import dev.wheelhouse.templates.Templates;
import dev.wheelhouse.testing.TestEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real template, started by the real engine: its rights, limits, secrets and files. */
class TemplateBackupIT {
  private static final Set<String> SERVICES = Set.of("postgres", "redis", "chroma");

  @TempDir Path place;

  @Test
  void restoresTheServicesOfTheTemplateAndUndoesThat() throws Exception {
    StackId id = new StackId("backup-" + UUID.randomUUID().toString().substring(0, 8));
    WheelhouseHome home = WheelhouseHome.find(Map.of("WHEELHOUSE_HOME", place.toString()));
    Path folder = home.stacks().resolve(id.value());
    new Templates()
        .list().stream()
            .filter(one -> one.id().equals("local-ai"))
            .findFirst()
            .orElseThrow()
            .extractTo(folder);
    Path compose = folder.resolve("compose.yaml");
    Files.writeString(compose, Files.readString(compose).replace("local-ai", id.value()));
    Map<String, String> environment = Map.of("DOCKER_HOST", TestEngine.require().toString());
    try (Engine engine = Engine.open(new EngineOptions(home, environment, Clock.systemUTC()))) {
      try {
        roundTrip(engine, id);
      } finally {
        remove(engine.connection().docker(), id);
      }
    }
  }

  private static void roundTrip(Engine engine, StackId id) {
    engine.connection().refresh();
    engine.stacks().start(id, new StartOptions(SERVICES, Duration.ofMinutes(3)), JobControl.none());
    sql(engine, id, "CREATE TABLE notes AS SELECT generate_series(1, 100) AS n");
    BackupSummary backup =
        engine.backups().create(id, new BackupOptions(VerifyLevel.L3, ""), JobControl.none());
    assertThat(backup.provenLevel()).isEqualTo(VerifyLevel.L3);
    sql(engine, id, "DROP TABLE notes");

    RestoreReport report =
        engine.backups().restore(backup.id(), RestoreOptions.standard(), JobControl.none());

    assertThat(sql(engine, id, "SELECT count(*) FROM notes")).isEqualTo("100");
    assertThat(report.keptVolumes()).hasSize(3);
    engine.backups().undoRestore(id, JobControl.none());
    assertThat(sql(engine, id, "SELECT to_regclass('notes') IS NULL")).isEqualTo("t");
    assertThat(engine.backups().keptVolumes(id)).hasSize(3).allMatch(v -> v.contains(".r20"));
    engine.backups().undoRestore(id, JobControl.none());
    assertThat(sql(engine, id, "SELECT count(*) FROM notes")).isEqualTo("100");
    engine.backups().dropKeptVolumes(id);
    assertThat(engine.backups().keptVolumes(id)).isEmpty();
    Docker docker = engine.connection().docker();
    assertThat(docker.volumes(Map.of("com.docker.compose.project", id.value())))
        .extracting(VolumeInfo::name)
        .filteredOn(name -> name.matches(".*_(postgres|redis|chroma)-data.*"))
        .hasSize(3)
        .allMatch(name -> name.contains(".r20"));
  }

  private static String sql(Engine engine, StackId id, String statement) {
    Docker docker = engine.connection().docker();
    Map<String, String> labels =
        Map.of("com.docker.compose.project", id.value(), "com.docker.compose.service", "postgres");
    ExecResult result =
        docker.exec(
            docker.containers(labels).getFirst().id(),
            ExecSpec.of("psql", "-XAtq", "-U", "wheelhouse", "-d", "wheelhouse", "-c", statement));
    assertThat(result.ok()).as(result.error()).isTrue();
    return result.output().strip();
  }

  private static void remove(Docker docker, StackId id) {
    Map<String, String> labels = Map.of("com.docker.compose.project", id.value());
    docker.containers(labels).forEach(one -> docker.remove(one.id(), true));
    docker.volumes(labels).forEach(one -> docker.removeVolume(one.name()));
    docker.networks(labels).forEach(one -> docker.removeNetwork(one.name()));
  }
}
