// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.templates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TemplatesTest {

  private final Templates templates = new Templates();

  @Test
  void findsATemplateByItsId() {
    assertThat(templates.find("local-ai")).isPresent();
    assertThat(templates.find("nope")).isEmpty();
    assertThat(templates.find("../local-ai")).isEmpty();
  }

  @Test
  void knowsEveryFolderThatHoldsATemplate() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of(""))) {
      List<String> found =
          folders
              .filter(folder -> Files.exists(folder.resolve("compose.yaml")))
              .map(folder -> folder.getFileName().toString())
              .sorted()
              .toList();
      assertThat(Templates.IDS).containsExactlyInAnyOrderElementsOf(found).isNotEmpty();
    }
  }

  @Test
  void listsExactlyTheFilesOfTheFolder() throws IOException {
    for (Template template : templates.list()) {
      Path folder = Path.of(template.id());
      try (Stream<Path> walk = Files.walk(folder)) {
        List<String> found =
            walk.filter(Files::isRegularFile)
                .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                .filter(path -> !path.startsWith("secrets/") && !path.equals(".env"))
                .sorted()
                .toList();
        assertThat(template.files())
            .extracting(TemplateFile::path)
            .containsExactlyElementsOf(found);
      }
    }
  }

  @Test
  void marksExactlyThePrograms() throws IOException {
    for (Template template : templates.list()) {
      for (TemplateFile file : template.files()) {
        String content = Files.readString(Path.of(template.id(), file.path()));
        assertThat(file.executable()).as(file.path()).isEqualTo(content.startsWith("#!"));
      }
    }
  }

  @Test
  void explainsExactlyTheVariablesOfTheComposeFile() throws IOException {
    Pattern variable = Pattern.compile("(?<!\\$)\\$\\{([A-Z0-9_]+):-([^}]*)}");
    for (Template template : templates.list()) {
      Map<String, String> asked = new TreeMap<>();
      String compose = Files.readString(Path.of(template.id(), template.composeFile()));
      for (Matcher matcher = variable.matcher(compose); matcher.find(); ) {
        String before = asked.put(matcher.group(1), matcher.group(2));
        assertThat(before).as(matcher.group(1)).isIn(null, matcher.group(2));
      }
      asked.remove("COMPOSE_PROJECT_NAME");
      Map<String, String> explained = new TreeMap<>();
      template.variables().forEach(each -> explained.put(each.name(), each.defaultValue()));
      assertThat(explained).isEqualTo(asked).isNotEmpty();
      assertThat(template.variables()).allSatisfy(each -> assertThat(each.meaning()).isNotBlank());
    }
  }

  @Test
  void countsInPowersOf1024() {
    assertThat(TemplateReader.bytes("512m")).isEqualTo(512L * 1024 * 1024);
    assertThat(TemplateReader.bytes("4g")).isEqualTo(4L * 1024 * 1024 * 1024);
    assertThat(TemplateReader.bytes("7")).isEqualTo(7);
  }

  @Test
  void refusesPathsThatLeadOutOfTheFolder() {
    for (String path :
        List.of("../x", "/etc/passwd", "a/../../x", "a//b", "", "a\\b", "C:x", ".")) {
      assertThatThrownBy(() -> new TemplateFile(path, false))
          .as(path)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
