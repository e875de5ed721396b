// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.engine.problem.HomeProblem.SetAside;
import dev.wheelhouse.engine.problem.Notices;
import dev.wheelhouse.engine.settings.Settings.Theme;
import dev.wheelhouse.engine.settings.Settings.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsFileTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-03-04T05:06:07Z"), ZoneOffset.UTC);

  @TempDir Path place;
  private Path file;
  private final Notices notices = new Notices();

  @BeforeEach
  void nameTheFile() {
    file = place.resolve("config/settings.json");
  }

  @Test
  void beginsWithTheStandardAndWritesNothing() {
    assertThat(open().get()).isEqualTo(Settings.standard());
    assertThat(file).doesNotExist();
  }

  @Test
  void keepsEveryValueAcrossAStart() {
    Settings wanted =
        new Settings(
            Theme.DARK,
            12_000,
            "http://127.0.0.1:11434",
            List.of(new Settings.Provider("OpenAI", "https://api.openai.com/v1")),
            new Window(1, 2, 800, 600, true, true));

    open().update(_ -> wanted);

    assertThat(open().get()).isEqualTo(wanted);
    assertThat(notices.past()).isEmpty();
  }

  @Test
  void tellsItsSubscribersThePresentSettingsAndEachChange() {
    SettingsFile settings = open();
    List<Theme> seen = new ArrayList<>();
    settings.events().subscribe(now -> seen.add(now.theme()));

    settings.update(now -> now.withTheme(Theme.LIGHT));

    assertThat(seen).containsExactly(Theme.SYSTEM, Theme.LIGHT);
  }

  @Test
  void seesWhatAnotherProgramWroteBeforeItChangesTheFile() {
    SettingsFile first = open();
    open().update(now -> now.withGatewayPort(12_345));

    Settings changed = first.update(now -> now.withTheme(Theme.DARK));

    assertThat(changed.gatewayPort()).isEqualTo(12_345);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "\u0000\u0000\u0000", "{\"theme\": dark}"})
  void setsABrokenFileAsideAndTells(String content) throws IOException {
    Files.createDirectories(file.resolve("..").normalize());
    Files.writeString(file, content);

    Settings settings = open().get();

    assertThat(settings).isEqualTo(Settings.standard());
    assertThat(notices.past())
        .singleElement()
        .isInstanceOfSatisfying(
            SetAside.class,
            notice -> {
              assertThat(notice.keptAs()).endsWith("settings.json.broken-20260304T050607Z");
              assertThat(Path.of(notice.keptAs())).hasContent(content);
            });
    open().update(now -> now.withTheme(Theme.DARK));
    assertThat(file).exists();
  }

  @Test
  void fallsBackToTheStandardForSingleValuesThatMakeNoSense() throws IOException {
    write(
        """
        {"theme": "plaid", "gatewayPort": 99999, "providers": [{"name": ""}, 7],
         "window": {"width": -5}}\
        """);

    assertThat(open().get()).isEqualTo(Settings.standard());
    assertThat(notices.past()).isEmpty();
  }

  @Test
  void keepsFieldsThatItDoesNotKnow() throws IOException {
    write("{\"version\": 7, \"fromTheFuture\": {\"a\": [1]}, \"window\": {\"screen\": 2}}");

    open().update(now -> now.withTheme(Theme.DARK));

    assertThat(file)
        .content()
        .contains("\"fromTheFuture\"", "\"screen\" : 2", "\"version\" : 7", "\"dark\"");
  }

  private void write(String content) throws IOException {
    Files.createDirectories(file.resolve("..").normalize());
    Files.writeString(file, content);
  }

  private SettingsFile open() {
    return SettingsFile.open(file, notices, CLOCK);
  }
}
