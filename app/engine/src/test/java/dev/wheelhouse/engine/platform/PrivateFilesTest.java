// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.engine.problem.InputProblem.FileTrouble;
import dev.wheelhouse.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no permission bits")
class PrivateFilesTest {
  @TempDir Path place;

  @Test
  void makesFilesAndFoldersThatOnlyTheUserCanRead() throws IOException {
    Path file = place.resolve("a/b/key");

    PrivateFiles.write(file, new byte[] {1});

    assertThat(bits(file)).isEqualTo("rw-------");
    assertThat(bits(place.resolve("a/b"))).isEqualTo("rwx------");
    assertThat(bits(place.resolve("a"))).isEqualTo("rwx------");
  }

  @Test
  void closesAFolderThatWasOpenToOthers() throws IOException {
    Path folder = Files.createDirectory(place.resolve("open"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));

    PrivateFiles.folder(folder);

    assertThat(bits(folder)).isEqualTo("rwx------");
  }

  @Test
  void replacesTheContentAndLeavesNothingElseBehind() throws IOException {
    Path file = place.resolve("x/settings.json");
    PrivateFiles.write(file, "old".getBytes(java.nio.charset.StandardCharsets.UTF_8));

    PrivateFiles.write(file, "new".getBytes(java.nio.charset.StandardCharsets.UTF_8));

    assertThat(file).hasContent("new");
    assertThat(file.resolveSibling(".")).isDirectoryNotContaining("glob:**/.*.new");
  }

  @Test
  void saysWhichFileCannotBeWritten() throws IOException {
    Path blocker = Files.createFile(place.resolve("file"));

    assertThatThrownBy(() -> PrivateFiles.write(blocker.resolve("below"), new byte[0]))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem()).isInstanceOf(FileTrouble.class));
  }

  private static String bits(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
