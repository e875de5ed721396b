// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A command to run in a container; an argument list, never a shell string built from input.
 *
 * @param user null for the container's own
 * @param timeout after it the call fails and the command's streams are closed
 */
public record ExecSpec(
    List<String> command,
    Map<String, String> environment,
    @Nullable String user,
    Duration timeout) {
  public ExecSpec {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** A command with a minute's time and nothing special. */
  public static ExecSpec of(String... command) {
    return new ExecSpec(List.of(command), Map.of(), null, Duration.ofMinutes(1));
  }
}
