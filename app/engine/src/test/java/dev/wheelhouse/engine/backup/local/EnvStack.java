// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.local;

import dev.wheelhouse.engine.compose.ComposeProject;
import dev.wheelhouse.engine.compose.ComposeReading;
import dev.wheelhouse.engine.compose.ComposeVolume;
import dev.wheelhouse.engine.compose.Extension;
import dev.wheelhouse.engine.stack.StackAccess;
import dev.wheelhouse.engine.stack.StackFiles;
import dev.wheelhouse.engine.stack.StackId;
import dev.wheelhouse.engine.stack.StackSession;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A stack of volumes whose names end with what its {@code .env} says; it runs nothing. */
final class EnvStack implements StackAccess {
  final Map<String, String> env = new LinkedHashMap<>();
  private final List<String> volumes;

  /**
   * @param volumes their keys: "a" is the volume {@code demo_a${A_GENERATION}}
   */
  EnvStack(String... volumes) {
    this.volumes = List.of(volumes);
  }

  static String variable(String volume) {
    return volume.toUpperCase(Locale.ROOT) + "_GENERATION";
  }

  @Override
  public StackFiles files(StackId id) {
    Map<String, ComposeVolume> named = new LinkedHashMap<>();
    for (String volume : volumes) {
      String name = "demo_" + volume + env.getOrDefault(variable(volume), "");
      named.put(volume, new ComposeVolume(volume, name, false, Map.of(), Map.of()));
    }
    Path folder = Path.of("/stacks/demo");
    ComposeProject project =
        new ComposeProject(
            "demo",
            folder,
            folder.resolve("compose.yaml"),
            Map.of(),
            named,
            Map.of(),
            Map.of(),
            Map.of(),
            Extension.none(),
            ComposeReading.none());
    return new StackFiles(id, folder, project, env);
  }

  @Override
  public StackSession exclusive(StackId id, String operation) {
    return (StackSession)
        Proxy.newProxyInstance(
            StackSession.class.getClassLoader(),
            new Class<?>[] {StackSession.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("files")) {
                return files(id);
              }
              if (method.getName().equals("setVariables")) {
                set((Map<?, ?>) arguments[0]);
              }
              return null;
            });
  }

  private void set(Map<?, ?> values) {
    values.forEach((name, value) -> {
      env.remove(name.toString());
      if (!value.toString().isEmpty()) {
        env.put(name.toString(), value.toString());
      }
    });
  }
}
