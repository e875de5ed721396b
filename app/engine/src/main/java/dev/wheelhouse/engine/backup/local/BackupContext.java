// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.local;

import dev.wheelhouse.engine.backup.chroma.ChromaBackup;
import dev.wheelhouse.engine.backup.format.BackupFolders;
import dev.wheelhouse.engine.backup.operation.OperationJournal;
import dev.wheelhouse.engine.backup.postgres.PostgresBackup;
import dev.wheelhouse.engine.backup.redis.RedisBackup;
import dev.wheelhouse.engine.backup.service.ServiceBackup;
import dev.wheelhouse.engine.docker.DockerConnection;
import dev.wheelhouse.engine.stack.StackAccess;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * What every part of this package works with.
 *
 * @param application name and version of this program, for manifests
 */
record BackupContext(
    BackupFolders folders,
    DockerConnection connection,
    StackAccess stacks,
    Clock clock,
    String application) {
  private static final List<ServiceBackup> KINDS =
      List.of(new PostgresBackup(), new RedisBackup(), new ChromaBackup());

  /** Space asked for beyond the estimate. */
  static final double RESERVE = 1.2;

  Optional<ServiceBackup> kind(String kind) {
    return KINDS.stream().filter(known -> known.kind().equals(kind)).findFirst();
  }

  /** The folder that holds one folder of journals for each stack. */
  Path operations() {
    return folders.root().resolve(".operations");
  }

  OperationJournal journal(String stack) {
    return new OperationJournal(operations().resolve(stack));
  }
}
