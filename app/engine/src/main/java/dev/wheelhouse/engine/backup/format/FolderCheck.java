// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;

/** Level L1: is the folder exactly what its manifest says? Needs no Docker engine. */
public final class FolderCheck {
  private static final int BUFFER = 256 * 1024;

  private FolderCheck() {}

  /**
   * Looks at names and sizes only, which is quick.
   *
   * @return what is wrong, each naming the member; empty when all is good
   */
  public static List<String> names(Path folder, Manifest manifest) {
    List<String> findings = new ArrayList<>();
    Set<String> expected = new HashSet<>(Set.of(ManifestFile.NAME, ManifestFile.HASH_NAME));
    expected.add(ProofFile.NAME);
    for (Manifest.Member member : manifest.members()) {
      expected.add(member.name());
      Path file = folder.resolve(member.name());
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        findings.add(member.name() + " is missing");
        continue;
      }
      long size = file.toFile().length();
      if (size != member.size()) {
        findings.add(member.name() + " has " + size + " bytes instead of " + member.size());
      }
    }
    findings.addAll(extra(folder, expected));
    return findings;
  }

  /**
   * Names, sizes and the SHA-256 of every member.
   *
   * @param progress hears how many more bytes were read; may throw to end the reading
   */
  public static List<String> contents(Path folder, Manifest manifest, LongConsumer progress) {
    List<String> findings = names(folder, manifest);
    if (!findings.isEmpty()) {
      return findings;
    }
    for (Manifest.Member member : manifest.members()) {
      try {
        if (!sha256(folder.resolve(member.name()), progress).equals(member.sha256())) {
          findings.add(member.name() + " was changed: its SHA-256 is not that of the manifest");
        }
      } catch (IOException e) {
        findings.add(member.name() + " cannot be read: " + e.getMessage());
      }
    }
    return findings;
  }

  private static List<String> extra(Path folder, Set<String> expected) {
    List<String> findings = new ArrayList<>();
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              String name = folder.relativize(file).toString().replace('\\', '/');
              if (!expected.contains(name)) {
                findings.add(name + " is not in the manifest");
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      findings.add("the folder cannot be read: " + e.getMessage());
    }
    return findings;
  }

  private static String sha256(Path file, LongConsumer progress) throws IOException {
    MessageDigest digest = MemberFile.newDigest();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
        progress.accept(read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
