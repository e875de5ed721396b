// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.local;

import dev.wheelhouse.engine.backup.BackupId;
import dev.wheelhouse.engine.backup.BackupSummary;
import dev.wheelhouse.engine.backup.format.Manifest;
import dev.wheelhouse.engine.backup.format.ManifestFile;
import dev.wheelhouse.engine.backup.format.MemberFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Copies of a real backup with a change in it and with right hashes, as they come from somebody who
 * knows the format, or from a disk that was bad before the hashes were made.
 */
final class Tampered {
  private Tampered() {}

  /** A copy whose members are as given, hashed anew. */
  static BackupId members(BackupSummary backup, String name, Map<String, byte[]> changed)
      throws IOException {
    return copy(backup, name, changed, service -> service);
  }

  /** A copy whose manifest says something else of each service. */
  static BackupId services(
      BackupSummary backup, String name, UnaryOperator<Manifest.Service> change)
      throws IOException {
    return copy(backup, name, Map.of(), change);
  }

  private static BackupId copy(
      BackupSummary backup,
      String name,
      Map<String, byte[]> changed,
      UnaryOperator<Manifest.Service> change)
      throws IOException {
    Manifest manifest = ((ManifestFile.Reading.Good) ManifestFile.read(backup.folder())).manifest();
    Path folder = backup.folder().resolveSibling(name);
    Files.createDirectory(folder);
    List<Manifest.Service> services = new ArrayList<>();
    for (Manifest.Service service : manifest.services()) {
      List<Manifest.Member> members = new ArrayList<>();
      for (Manifest.Member member : service.members()) {
        byte[] content =
            changed.getOrDefault(
                member.name(), Files.readAllBytes(backup.folder().resolve(member.name())));
        try (MemberFile file = MemberFile.create(folder, member.name(), bytes -> {})) {
          file.write(content);
          members.add(file.finish(member.kind(), member.subject()));
        }
      }
      services.add(change.apply(with(service, service.source(), service.counts(), members)));
    }
    ManifestFile.write(
        folder,
        new Manifest(
            manifest.format(),
            name,
            manifest.stack(),
            manifest.application(),
            manifest.startedAt(),
            manifest.endedAt(),
            manifest.note(),
            manifest.skew(),
            services,
            manifest.notCovered()));
    return new BackupId(name);
  }

  static Manifest.Service with(
      Manifest.Service service,
      Manifest.Source source,
      List<Manifest.Count> counts,
      List<Manifest.Member> members) {
    return new Manifest.Service(
        service.service(),
        service.kind(),
        service.method(),
        service.consistency(),
        service.startedAt(),
        service.endedAt(),
        source,
        counts,
        service.owners(),
        service.details(),
        service.warnings(),
        members);
  }

  static Manifest.Service version(Manifest.Service service, String version) {
    Manifest.Source old = service.source();
    Manifest.Source source =
        new Manifest.Source(
            old.image(),
            "sha256:of-another-time",
            old.imageDigest(),
            version,
            old.volume(),
            old.path(),
            old.uid(),
            old.gid(),
            old.dataBytes());
    return with(service, source, service.counts(), service.members());
  }
}
