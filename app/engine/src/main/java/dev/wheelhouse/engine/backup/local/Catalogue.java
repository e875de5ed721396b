// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.local;

import dev.wheelhouse.engine.backup.BackupId;
import dev.wheelhouse.engine.backup.BackupSummary;
import dev.wheelhouse.engine.backup.VerifyLevel;
import dev.wheelhouse.engine.backup.format.BackupFolders;
import dev.wheelhouse.engine.backup.format.FolderCheck;
import dev.wheelhouse.engine.backup.format.Manifest;
import dev.wheelhouse.engine.backup.format.ManifestFile;
import dev.wheelhouse.engine.backup.format.ManifestFile.Reading;
import dev.wheelhouse.engine.backup.format.ProofFile;
import dev.wheelhouse.engine.problem.BackupProblem.BackupDamaged;
import dev.wheelhouse.engine.problem.BackupProblem.NoSuchBackup;
import dev.wheelhouse.engine.problem.InputProblem.FileTrouble;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.stack.StackId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The published backups, as the folders tell. */
final class Catalogue {
  private final BackupFolders folders;

  Catalogue(BackupFolders folders) {
    this.folders = folders;
  }

  /** Every published backup, newest first. */
  List<BackupSummary> all() {
    try {
      return folders.published().stream()
          .map(Catalogue::summary)
          .flatMap(Optional::stream)
          .sorted(Comparator.comparing(BackupSummary::createdAt).reversed())
          .toList();
    } catch (IOException e) {
      throw new ProblemException(new FileTrouble(folders.root().toString(), e.toString()), e);
    }
  }

  BackupSummary get(BackupId id) {
    return summary(existing(id)).orElseThrow(() -> missing(id));
  }

  /** Bytes that the service took in the newest backup that has it; 0 when none has. */
  long lastSize(StackId stack, String service) {
    return all().stream()
        .filter(summary -> summary.stack().equals(stack))
        .flatMap(summary -> summary.members().stream())
        .filter(member -> member.service().equals(service))
        .mapToLong(BackupSummary.Member::sizeBytes)
        .findFirst()
        .orElse(0);
  }

  /** The backup's folder; {@code NoSuchBackup} when there is none. */
  Path existing(BackupId id) {
    Path folder = folders.folder(id.value());
    boolean partial = id.value().endsWith(BackupFolders.PARTIAL);
    if (partial || !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw missing(id);
    }
    return folder;
  }

  /** The manifest; {@code BackupDamaged} when it is not to be trusted. */
  Manifest manifest(BackupId id) {
    return switch (ManifestFile.read(existing(id))) {
      case Reading.Good good -> good.manifest();
      case Reading.Bad bad ->
          throw new ProblemException(new BackupDamaged(id.value(), bad.findings()));
    };
  }

  private ProblemException missing(BackupId id) {
    List<String> known = all().stream().map(summary -> summary.id().value()).toList();
    return new ProblemException(new NoSuchBackup(id.value(), known));
  }

  private static Optional<BackupSummary> summary(Path folder) {
    BackupId id;
    try {
      id = new BackupId(folder.getFileName().toString());
    } catch (IllegalArgumentException e) {
      // not a name that Wheelhouse gives: somebody else's folder
      return Optional.empty();
    }
    return Optional.of(
        switch (ManifestFile.read(folder)) {
          case Reading.Good good -> good(id, folder, good.manifest());
          case Reading.Bad bad -> bad(id, folder, bad.findings());
        });
  }

  private static BackupSummary good(BackupId id, Path folder, Manifest manifest) {
    List<String> damage = new ArrayList<>(FolderCheck.names(folder, manifest));
    Optional<ProofFile.Proof> proof = ProofFile.read(folder);
    proof.ifPresent(known -> damage.addAll(known.findings()));
    VerifyLevel level = proof.map(Proofs::level).orElse(null);
    return new BackupSummary(
        id,
        new StackId(manifest.stack()),
        manifest.startedAt(),
        manifest.took(),
        manifest.sizeBytes(),
        manifest.services().stream().map(Catalogue::member).toList(),
        level,
        level == null ? null : proof.map(ProofFile.Proof::at).orElse(null),
        damage.stream().distinct().toList(),
        folder);
  }

  private static BackupSummary.Member member(Manifest.Service service) {
    return new BackupSummary.Member(
        service.service(),
        service.kind(),
        service.method(),
        service.members().stream().mapToLong(Manifest.Member::size).sum(),
        service.counts().stream().map(count -> count.name() + ": " + count.value()).toList());
  }

  /** Nothing in the folder can be trusted, but its name says whose it is and when it was made. */
  private static BackupSummary bad(BackupId id, Path folder, List<String> findings) {
    Optional<BackupFolders.Named> named = BackupFolders.named(id.value());
    return new BackupSummary(
        id,
        new StackId(named.map(BackupFolders.Named::stack).orElse("unknown")),
        named.map(BackupFolders.Named::at).orElse(Instant.EPOCH),
        Duration.ZERO,
        0,
        List.of(),
        null,
        null,
        findings,
        folder);
  }
}
