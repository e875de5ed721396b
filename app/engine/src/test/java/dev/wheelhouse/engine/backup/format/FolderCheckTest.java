// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.engine.backup.format.ManifestFile.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Reliability test R5: level L1 finds every changed byte and every cut. */
class FolderCheckTest {
  private static final int FLIPS = 1000;
  private static final int CUTS = 100;

  @TempDir Path place;
  private Path folder;

  @BeforeEach
  void writeBackup() throws IOException {
    folder = SampleBackup.write(place.resolve("backups"));
  }

  @Test
  void findsNothingWrongInWhatWasJustWritten() {
    assertThat(findings(folder)).isEmpty();
  }

  @Test
  void findsEveryFlippedByteAndNamesTheMember() throws IOException {
    Random random = new Random(5);
    for (Path file : files()) {
      byte[] good = Files.readAllBytes(file);
      for (int round = 0; round < FLIPS; round++) {
        byte[] bad = good.clone();
        int offset = random.nextInt(bad.length);
        bad[offset] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, bad);
        assertThat(findings(folder)).as("%s at %d", file, offset).isNotEmpty();
        assertThat(findings(folder).getFirst()).contains(named(file));
      }
      Files.write(file, good);
    }
    assertThat(findings(folder)).isEmpty();
  }

  @Test
  void findsEveryCutAndNamesTheMember() throws IOException {
    Random random = new Random(6);
    for (Path file : files()) {
      byte[] good = Files.readAllBytes(file);
      for (int round = 0; round < CUTS; round++) {
        int length = round == 0 ? 0 : random.nextInt(good.length);
        Files.write(file, java.util.Arrays.copyOf(good, length));
        assertThat(findings(folder)).as("%s cut to %d", file, length).isNotEmpty();
        assertThat(findings(folder).getFirst()).contains(named(file));
      }
      Files.write(file, good);
    }
  }

  @Test
  void findsAMemberThatBecameALink() throws IOException {
    Path member = folder.resolve("redis/dump.rdb");
    Path elsewhere = Files.copy(member, place.resolve("elsewhere"));
    Files.delete(member);
    Files.createSymbolicLink(member, elsewhere);

    assertThat(findings(folder)).contains("redis/dump.rdb is missing");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no permission bits")
  void keepsEveryFileAndFolderPrivate() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
            .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
      }
    }
  }

  /** The manifest's hash file is named in findings about the manifest. */
  private String named(Path file) {
    String name = folder.relativize(file).toString();
    return name.equals(ManifestFile.HASH_NAME) ? ManifestFile.NAME : name;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return new ArrayList<>(all.filter(Files::isRegularFile).toList());
    }
  }

  static List<String> findings(Path folder) {
    return switch (ManifestFile.read(folder)) {
      case Reading.Good good -> FolderCheck.contents(folder, good.manifest(), bytes -> {});
      case Reading.Bad bad -> bad.findings();
    };
  }
}
