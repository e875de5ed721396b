// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.platform;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Where Wheelhouse keeps its files. Nothing is created before something is written; {@link
 * PrivateFiles} then makes folders that only the user can enter.
 *
 * @param data database, stacks, backups, secrets
 * @param config settings
 * @param logs log files
 */
public record WheelhouseHome(Path data, Path config, Path logs) {

  /**
   * The folders of this machine: all below {@code WHEELHOUSE_HOME} when that is set, else where the
   * platform wants them.
   */
  public static WheelhouseHome find(Map<String, String> environment) {
    return find(
        environment, System.getProperty("os.name", ""), Path.of(System.getProperty("user.home")));
  }

  /**
   * The same for a given system: the XDG base directory specification on Linux and its like,
   * Apple's file system guide on macOS, the known folders on Windows.
   */
  static WheelhouseHome find(
      Map<String, String> environment, String operatingSystem, Path userHome) {
    String moved = environment.getOrDefault("WHEELHOUSE_HOME", "");
    if (!moved.isBlank()) {
      Path root = Path.of(moved).toAbsolutePath().normalize();
      return new WheelhouseHome(root.resolve("data"), root.resolve("config"), root.resolve("logs"));
    }
    String system = operatingSystem.toLowerCase(Locale.ROOT);
    if (system.startsWith("mac")) {
      Path library = userHome.resolve("Library");
      Path support = library.resolve("Application Support").resolve("Wheelhouse");
      return new WheelhouseHome(
          support, support.resolve("config"), library.resolve("Logs").resolve("Wheelhouse"));
    }
    if (system.startsWith("windows")) {
      Path roaming = folder(environment, "APPDATA", userHome.resolve("AppData/Roaming"));
      Path local = folder(environment, "LOCALAPPDATA", userHome.resolve("AppData/Local"));
      Path data = local.resolve("Wheelhouse");
      return new WheelhouseHome(data, roaming.resolve("Wheelhouse"), data.resolve("logs"));
    }
    Path data = folder(environment, "XDG_DATA_HOME", userHome.resolve(".local/share"));
    Path config = folder(environment, "XDG_CONFIG_HOME", userHome.resolve(".config"));
    Path state = folder(environment, "XDG_STATE_HOME", userHome.resolve(".local/state"));
    return new WheelhouseHome(
        data.resolve("wheelhouse"),
        config.resolve("wheelhouse"),
        state.resolve("wheelhouse").resolve("logs"));
  }

  public Path stacks() {
    return data.resolve("stacks");
  }

  public Path backups() {
    return data.resolve("backups");
  }

  public Path secrets() {
    return data.resolve("secrets");
  }

  public Path database() {
    return data.resolve("wheelhouse.db");
  }

  public Path settings() {
    return config.resolve("settings.json");
  }

  /** XDG says that a relative path is to be ignored; so do we on every system. */
  private static Path folder(Map<String, String> environment, String name, Path otherwise) {
    String value = environment.getOrDefault(name, "");
    return !value.isBlank() && Path.of(value).isAbsolute() ? Path.of(value) : otherwise;
  }
}
