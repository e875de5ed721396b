// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.shell;

import dev.wheelhouse.desktop.theme.Tone;
import dev.wheelhouse.engine.docker.DockerConnection;
import dev.wheelhouse.engine.docker.EngineInfo;
import java.util.regex.Pattern;

/**
 * The engine's state as the top bar shows it.
 *
 * @param words always visible
 * @param details for the tooltip
 */
record EngineSummary(Tone tone, String words, String details) {
  private static final Pattern LAST_PART = Pattern.compile("^(\\d+\\.\\d+)\\..*");

  static EngineSummary of(DockerConnection.State state) {
    return switch (state) {
      case DockerConnection.State.Connecting() ->
          new EngineSummary(Tone.BUSY, "Looking for an engine", "Looking for a Docker engine");
      case DockerConnection.State.Connected(EngineInfo info) ->
          new EngineSummary(
              Tone.OK,
              "Engine " + shortVersion(info.version()) + " · " + info.product(),
              info.product() + " " + info.version() + "\n" + info.endpoint());
      case DockerConnection.State.Disconnected(var problem) ->
          new EngineSummary(Tone.DANGER, "No engine", problem.cause());
    };
  }

  private static String shortVersion(String version) {
    return LAST_PART.matcher(version).replaceFirst("$1");
  }
}
