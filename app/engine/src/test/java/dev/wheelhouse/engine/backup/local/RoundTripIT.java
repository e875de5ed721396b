// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.engine.backup.BackupOptions;
import dev.wheelhouse.engine.backup.BackupSummary;
import dev.wheelhouse.engine.backup.RestoreOptions;
import dev.wheelhouse.engine.backup.RestoreReport;
import dev.wheelhouse.engine.backup.VerifyLevel;
import dev.wheelhouse.engine.backup.VerifyReport;
import dev.wheelhouse.engine.docker.Docker;
import dev.wheelhouse.engine.docker.adapter.DockerJavaDocker;
import dev.wheelhouse.engine.docker.adapter.http.Endpoint;
import dev.wheelhouse.engine.job.JobControl;
import dev.wheelhouse.testing.TestEngine;
import java.nio.file.Path;
import java.time.Clock;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real servers: what was there before is there after, to the last count, owner and expiry. */
class RoundTripIT {
  @TempDir Path place;
  private Docker docker;
  private LiveStack stack;
  private LocalBackups backups;

  @BeforeEach
  void start() {
    docker = new DockerJavaDocker(Endpoint.of(TestEngine.require().toString(), "test"));
    String name = "backup-it-" + UUID.randomUUID().toString().substring(0, 8);
    stack =
        new LiveStack(docker, place.resolve("stack"), name)
            .withPostgres()
            .withRedis("--appendonly", "yes")
            .withChroma()
            .start();
    backups =
        new LocalBackups(
            place.resolve("backups"),
            new FixedConnection(docker),
            stack,
            Clock.systemUTC(),
            "wheelhouse test");
  }

  @AfterEach
  void end() {
    stack.close();
    docker.close();
  }

  @Test
  void restoresAllCountsOwnersAndExpiries() {
    TestData.fill(stack);
    TestData before = TestData.look(stack);

    BackupSummary backup =
        backups.create(stack.id(), new BackupOptions(VerifyLevel.L2, "before"), JobControl.none());
    VerifyReport report = backups.verify(backup.id(), VerifyLevel.L3, JobControl.none());
    assertThat(report.findings()).isEmpty();
    assertThat(backups.get(backup.id()).provenLevel()).isEqualTo(VerifyLevel.L3);

    TestData.destroy(stack);
    assertThat(TestData.look(stack)).isNotEqualTo(before);
    RestoreReport restored =
        backups.restore(backup.id(), RestoreOptions.standard(), JobControl.none());

    assertThat(TestData.look(stack)).isEqualTo(before);
    assertThat(restored.safetyBackup()).isNotEmpty();
    assertThat(restored.keptVolumes()).hasSize(3);
    assertThat(backups.keptVolumes(stack.id())).isEqualTo(restored.keptVolumes());
  }
}
