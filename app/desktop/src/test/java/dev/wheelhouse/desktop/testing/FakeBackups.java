// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.testing;

import dev.wheelhouse.engine.backup.BackupId;
import dev.wheelhouse.engine.backup.BackupOptions;
import dev.wheelhouse.engine.backup.BackupSummary;
import dev.wheelhouse.engine.backup.Backups;
import dev.wheelhouse.engine.backup.RestoreOptions;
import dev.wheelhouse.engine.backup.RestorePlan;
import dev.wheelhouse.engine.backup.RestoreReport;
import dev.wheelhouse.engine.backup.UndoReport;
import dev.wheelhouse.engine.backup.UnfinishedOperation;
import dev.wheelhouse.engine.backup.VerifyLevel;
import dev.wheelhouse.engine.backup.VerifyReport;
import dev.wheelhouse.engine.event.EventBus;
import dev.wheelhouse.engine.event.Events;
import dev.wheelhouse.engine.job.JobControl;
import dev.wheelhouse.engine.problem.BackupProblem.NoSuchBackup;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.stack.StackId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Backups in memory, which do what the test says and remember what they were asked for. */
public final class FakeBackups implements Backups {
  /** Every order, such as "create local-ai", "restore local-ai-20261121T060000Z". */
  public final List<String> orders = new CopyOnWriteArrayList<>();

  private final List<BackupSummary> backups = new CopyOnWriteArrayList<>();
  private final List<String> kept = new CopyOnWriteArrayList<>();
  private final EventBus<StackId> changes = new EventBus<>();
  private volatile @Nullable Problem failure;

  /** A backup as a good one looks. */
  public static BackupSummary sample(Instant createdAt, @Nullable VerifyLevel proven) {
    String stamp = createdAt.toString().replaceAll("[-:]", "").replaceAll("\\..*Z", "Z");
    return new BackupSummary(
        new BackupId("local-ai-" + stamp),
        Samples.LOCAL_AI,
        createdAt,
        Duration.ofMillis(4_200),
        48_300_000,
        List.of(
            new BackupSummary.Member(
                "postgres",
                "postgres",
                "pg_dump",
                12_400_000,
                List.of("rows in app.messages: 1,204")),
            new BackupSummary.Member("redis", "redis", "bgsave", 1_900_000, List.of("keys: 312")),
            new BackupSummary.Member(
                "chroma", "chroma", "stopped-copy", 34_000_000, List.of("vectors: 8,120"))),
        proven,
        proven == null ? null : createdAt.plusSeconds(9),
        List.of(),
        Path.of("backups", "local-ai-" + stamp));
  }

  /** Adds one, as if it had been made elsewhere. */
  public FakeBackups with(BackupSummary backup) {
    backups.addFirst(backup);
    changes.publish(backup.stack());
    return this;
  }

  /** The next orders fail with this problem; null lets them succeed. */
  public void failWith(@Nullable Problem problem) {
    failure = problem;
  }

  @Override
  public List<BackupSummary> list(StackId stack) {
    return backups.stream().filter(backup -> backup.stack().equals(stack)).toList();
  }

  @Override
  public List<BackupSummary> listAll() {
    return List.copyOf(backups);
  }

  @Override
  public BackupSummary get(BackupId id) {
    return backups.stream()
        .filter(backup -> backup.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new ProblemException(new NoSuchBackup(id.value(), List.of())));
  }

  @Override
  public Events<StackId> changes() {
    return changes;
  }

  @Override
  public BackupSummary create(StackId stack, BackupOptions options, JobControl control) {
    order("create " + stack);
    BackupSummary made = sample(Samples.NOW, options.verify());
    with(made);
    return made;
  }

  @Override
  public VerifyReport verify(BackupId id, VerifyLevel level, JobControl control) {
    order("verify " + id + " " + level);
    return new VerifyReport(
        id, level, List.of(), List.of("postgres: 12.4 MB, SHA-256 matches"), Duration.ofSeconds(1));
  }

  @Override
  public RestorePlan plan(BackupId id) {
    order("plan " + id);
    return new RestorePlan(
        id,
        List.of("postgres", "redis", "chroma"),
        List.of("postgres-data", "redis-data", "chroma-data"),
        List.of("local-ai_postgres-data.r1"),
        48_300_000,
        120_000_000_000L,
        List.of("postgres 17.11 → 17.11"),
        List.of());
  }

  @Override
  public RestoreReport restore(BackupId id, RestoreOptions options, JobControl control) {
    order("restore " + id);
    kept.add("local-ai_postgres-data");
    return new RestoreReport(
        id,
        List.of(
            "postgres: rows in app.messages: 1,204 as before",
            "redis: keys that stay: 312 as before",
            "redis: keys that expire: 0 as before",
            "chroma: collections: 2 as before",
            "chroma: vectors: 8,120 as before"),
        List.copyOf(kept),
        "local-ai-safety",
        Duration.ofSeconds(6));
  }

  @Override
  public UndoReport undoRestore(StackId stack, JobControl control) {
    order("undo restore of " + stack);
    List<String> back = List.copyOf(kept);
    kept.clear();
    return new UndoReport(new BackupId("local-ai-restored"), false, back);
  }

  @Override
  public List<String> keptVolumes(StackId stack) {
    return List.copyOf(kept);
  }

  @Override
  public void dropKeptVolumes(StackId stack) {
    order("drop kept volumes of " + stack);
    kept.clear();
  }

  @Override
  public void delete(BackupId id) {
    order("delete " + id);
    BackupSummary gone = get(id);
    backups.remove(gone);
    changes.publish(gone.stack());
  }

  @Override
  public Optional<UnfinishedOperation> unfinished(StackId stack) {
    return Optional.empty();
  }

  @Override
  public void recover() {
    order("recover");
  }

  private void order(String words) {
    orders.add(words);
    Problem problem = failure;
    if (problem != null) {
      throw new ProblemException(problem);
    }
  }
}
