// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.templates;

import static dev.wheelhouse.templates.Extraction.Outcome.CREATED;
import static dev.wheelhouse.templates.Extraction.Outcome.KEPT;
import static dev.wheelhouse.templates.Extraction.Outcome.REMOVED;
import static dev.wheelhouse.templates.Extraction.Outcome.UNCHANGED;
import static dev.wheelhouse.templates.Extraction.Outcome.UPDATED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class TemplateExtractionTest {

  private static final String CONFIG = "redis/redis.conf";

  private final Template template = new Templates().find("local-ai").orElseThrow();
  private final List<String> paths = template.files().stream().map(TemplateFile::path).toList();

  @TempDir Path temporary;

  @Test
  void writesEveryFileIntoANewFolder() throws IOException {
    Path folder = temporary.resolve("stacks/mine");

    Extraction extraction = template.extractTo(folder);

    assertThat(extraction.files(CREATED)).containsExactlyInAnyOrderElementsOf(paths);
    for (TemplateFile file : template.files()) {
      assertThat(folder.resolve(file.path()))
          .hasSameBinaryContentAs(Path.of("local-ai", file.path()));
    }
  }

  @Test
  void changesNothingTheSecondTime() throws IOException {
    template.extractTo(temporary);

    Extraction extraction = template.extractTo(temporary);

    assertThat(extraction.files(UNCHANGED)).containsExactlyInAnyOrderElementsOf(paths);
    assertThat(extraction.changedAnything()).isFalse();
  }

  @Test
  void keepsWhatTheUserChanged() throws IOException {
    template.extractTo(temporary);
    Files.writeString(temporary.resolve(CONFIG), "maxmemory 1gb\n");

    Extraction extraction = template.extractTo(temporary);

    assertThat(extraction.files(KEPT)).containsExactly(CONFIG);
    assertThat(temporary.resolve(CONFIG)).hasContent("maxmemory 1gb\n");
  }

  @Test
  void keepsAFileThatWasThereBeforeUs() throws IOException {
    Files.writeString(temporary.resolve("compose.yaml"), "services: {}\n");

    Extraction extraction = template.extractTo(temporary);

    assertThat(extraction.files(KEPT)).containsExactly("compose.yaml");
    assertThat(template.extractTo(temporary).files(KEPT)).containsExactly("compose.yaml");
  }

  @Test
  void bringsUpToDateWhatAnOlderVersionWrote() throws IOException {
    template.extractTo(temporary);
    pretendAnOlderVersionWrote(CONFIG, "# older\n");

    Extraction extraction = template.extractTo(temporary);

    assertThat(extraction.files(UPDATED)).containsExactly(CONFIG);
    assertThat(temporary.resolve(CONFIG)).hasSameBinaryContentAs(Path.of("local-ai", CONFIG));
  }

  @Test
  void takesAFileBackWhenTheUserUndoesTheChange() throws IOException {
    template.extractTo(temporary);
    pretendAnOlderVersionWrote(CONFIG, "# older\n");
    Files.writeString(temporary.resolve(CONFIG), "# mine\n");
    assertThat(template.extractTo(temporary).files(KEPT)).containsExactly(CONFIG);

    Files.writeString(temporary.resolve(CONFIG), "# older\n");

    assertThat(template.extractTo(temporary).files(UPDATED)).containsExactly(CONFIG);
  }

  @Test
  void removesAFileThatLeftTheTemplateUnlessItWasChanged() throws IOException {
    template.extractTo(temporary);
    pretendAnOlderVersionWrote("prometheus/rules/old.yml", "groups: []\n");
    pretendAnOlderVersionWrote("prometheus/rules/mine.yml", "groups: []\n");
    Files.writeString(temporary.resolve("prometheus/rules/mine.yml"), "groups: [] # mine\n");

    Extraction extraction = template.extractTo(temporary);

    assertThat(extraction.files(REMOVED)).containsExactly("prometheus/rules/old.yml");
    assertThat(temporary.resolve("prometheus/rules/old.yml")).doesNotExist();
    assertThat(temporary.resolve("prometheus/rules/mine.yml")).exists();
  }

  @Test
  void ignoresLinesOfTheListThatLeadElsewhere() throws IOException {
    Path folder = temporary.resolve("stack");
    Path outside = Files.writeString(temporary.resolve("outside"), "precious");
    Files.createDirectories(folder);
    String checksum = ChecksumList.checksum("precious".getBytes(UTF_8));
    Files.writeString(folder.resolve(ChecksumList.NAME), checksum + "  ../outside\nnonsense\n");

    template.extractTo(folder);

    assertThat(outside).hasContent("precious");
  }

  @Test
  void leavesSecretsAndSettingsAlone() throws IOException {
    Path secret = temporary.resolve("secrets/postgres_password");
    Files.createDirectories(secret.getParent());
    Files.writeString(secret, "s");
    Files.writeString(temporary.resolve(".env"), "OLLAMA_PORT=1\n");

    template.extractTo(temporary);

    assertThat(secret).hasContent("s");
    assertThat(temporary.resolve(".env")).hasContent("OLLAMA_PORT=1\n");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no permission bits")
  void letsEveryUserOfAContainerReadTheFilesAndRunThePrograms() throws IOException {
    template.extractTo(temporary);

    assertThat(permissions("generate-secrets.sh")).isEqualTo("rwxr-xr-x");
    assertThat(permissions(CONFIG)).isEqualTo("rw-r--r--");
    assertThat(permissions("grafana/provisioning")).isEqualTo("rwxr-xr-x");
  }

  @Test
  void leavesNoTemporaryFiles() throws IOException {
    template.extractTo(temporary);

    try (Stream<Path> walk = Files.walk(temporary)) {
      assertThat(walk.filter(path -> path.toString().endsWith(".new"))).isEmpty();
    }
  }

  private void pretendAnOlderVersionWrote(String path, String content) throws IOException {
    Files.writeString(temporary.resolve(path), content);
    Path list = temporary.resolve(ChecksumList.NAME);
    var checksums = ChecksumList.read(temporary);
    checksums.put(path, ChecksumList.checksum(content.getBytes(UTF_8)));
    Files.writeString(list, ChecksumList.format(checksums));
  }

  private String permissions(String path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(temporary.resolve(path)));
  }
}
