// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WheelhouseHomeTest {
  private static final Path USER = Path.of("/home/ada");

  @Test
  void movesEveryFileBelowWheelhouseHome() {
    WheelhouseHome home =
        WheelhouseHome.find(
            Map.of("WHEELHOUSE_HOME", "/srv/w", "XDG_DATA_HOME", "/elsewhere"), "Linux", USER);

    assertThat(home.data()).startsWithRaw(Path.of("/srv/w"));
    assertThat(home.config()).startsWithRaw(Path.of("/srv/w"));
    assertThat(home.logs()).startsWithRaw(Path.of("/srv/w"));
    assertThat(home.database()).startsWithRaw(Path.of("/srv/w"));
    assertThat(home.settings()).startsWithRaw(Path.of("/srv/w"));
  }

  @Test
  void followsTheBaseDirectorySpecificationOnLinux() {
    assertThat(WheelhouseHome.find(Map.of("XDG_DATA_HOME", "/big"), "Linux", USER))
        .isEqualTo(
            new WheelhouseHome(
                Path.of("/big/wheelhouse"),
                Path.of("/home/ada/.config/wheelhouse"),
                Path.of("/home/ada/.local/state/wheelhouse/logs")));
  }

  @Test
  void ignoresRelativeBaseDirectories() {
    assertThat(WheelhouseHome.find(Map.of("XDG_DATA_HOME", "big"), "Linux", USER).data())
        .isEqualTo(Path.of("/home/ada/.local/share/wheelhouse"));
  }

  @Test
  void usesTheLibraryFolderOnMacOs() {
    WheelhouseHome home = WheelhouseHome.find(Map.of(), "Mac OS X", USER);

    assertThat(home.data()).isEqualTo(USER.resolve("Library/Application Support/Wheelhouse"));
    assertThat(home.logs()).isEqualTo(USER.resolve("Library/Logs/Wheelhouse"));
  }

  @Test
  void usesTheKnownFoldersOnWindows() {
    Map<String, String> environment = Map.of("APPDATA", "/u/Roaming", "LOCALAPPDATA", "/u/Local");

    WheelhouseHome home = WheelhouseHome.find(environment, "Windows 11", USER);

    assertThat(home.config()).isEqualTo(Path.of("/u/Roaming/Wheelhouse"));
    assertThat(home.data()).isEqualTo(Path.of("/u/Local/Wheelhouse"));
  }
}
