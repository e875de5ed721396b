// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.format;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Writes a backup folder as a backup run does, with content from a seed. */
public final class SampleBackup {
  public static final Instant AT = Instant.parse("2026-03-04T05:06:07Z");
  public static final String NAME = "demo-20260304T050607Z";

  private SampleBackup() {}

  public static Path write(Path root) throws IOException {
    BackupFolders folders = new BackupFolders(root);
    Path partial = folders.begin("demo", AT);
    Random random = new Random(42);
    List<Manifest.Service> services =
        List.of(
            service(
                "postgres",
                "postgres",
                List.of(
                    member(partial, random, "postgres/globals.sql", 700),
                    member(partial, random, "postgres/database-1.dump", 9000))),
            service("redis", "redis", List.of(member(partial, random, "redis/dump.rdb", 4000))));
    ManifestFile.write(partial, manifest(BackupFolders.nameOf(partial), services));
    return folders.publish(partial);
  }

  public static Manifest manifest(String name, List<Manifest.Service> services) {
    return new Manifest(
        Manifest.FORMAT,
        name,
        "demo",
        "wheelhouse 0",
        AT,
        AT.plusSeconds(9),
        "",
        "",
        services,
        List.of());
  }

  private static Manifest.Service service(String name, String kind, List<Manifest.Member> members) {
    Manifest.Source source =
        new Manifest.Source("image:1", "sha256:1", "", "17.1", "demo_data", "/data", 999, 999, 5);
    return new Manifest.Service(
        name,
        kind,
        "method",
        Manifest.Consistency.SNAPSHOT,
        AT,
        AT,
        source,
        List.of(Manifest.Count.equal("rows", 7)),
        Map.of(),
        Map.of(),
        List.of(),
        new ArrayList<>(members));
  }

  private static Manifest.Member member(Path folder, Random random, String name, int size)
      throws IOException {
    byte[] content = new byte[size];
    random.nextBytes(content);
    try (MemberFile file = MemberFile.create(folder, name, bytes -> {})) {
      file.write(content);
      return file.finish("kind", "");
    }
  }
}
