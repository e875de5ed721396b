// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.desktop.frame.ScreenName;
import dev.wheelhouse.engine.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowOptionsTest {

  @Test
  void withoutArgumentsTheWindowOpensAtHome() {
    WindowOptions options = WindowOptions.parse(List.of());

    assertThat(options).isEqualTo(new WindowOptions(null, ScreenName.HOME, null, 0, 0));
  }

  @Test
  void readsEveryOption() {
    WindowOptions options =
        WindowOptions.parse(
            List.of(
                "--screenshot",
                "a.png",
                "--screen",
                "status",
                "--theme",
                "dark",
                "--size",
                "960x600"));

    assertThat(options)
        .isEqualTo(
            new WindowOptions(Path.of("a.png"), ScreenName.STATUS, Settings.Theme.DARK, 960, 600));
  }

  @Test
  void saysWhatIsWrongWithAnOption() {
    assertThatThrownBy(() -> WindowOptions.parse(List.of("--size", "big")))
        .hasMessage("--size is like 1280x800, not big");
    assertThatThrownBy(() -> WindowOptions.parse(List.of("--screen", "nowhere")))
        .hasMessage("--screen cannot be nowhere");
    assertThatThrownBy(() -> WindowOptions.parse(List.of("--screen")))
        .hasMessage("--screen needs a value");
  }

  @Test
  void aCommandIsNotAboutTheWindow() {
    assertThat(WindowOptions.names("--size")).isTrue();
    assertThat(WindowOptions.names("--screenshot")).isTrue();
    assertThat(WindowOptions.names("up")).isFalse();
    assertThat(WindowOptions.names("--help")).isFalse();
  }
}
