// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose;

import java.time.Duration;
import java.util.List;

/**
 * A health check with Compose's defaults filled in.
 *
 * @param test CMD, CMD-SHELL or NONE first; empty: the image's own test
 * @param interval zero for the image's or the engine's default, as the other times
 * @param retries 0 for the default
 */
public record ComposeHealth(
    List<String> test, Duration interval, Duration timeout, Duration startPeriod, int retries) {
  public ComposeHealth {
    test = List.copyOf(test);
  }

  /** Whether the file turns the image's own check off. */
  public boolean disabled() {
    return test.equals(List.of("NONE"));
  }
}
