// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.engine.problem.HomeProblem.AlreadyRunning;
import dev.wheelhouse.engine.problem.ProblemException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningLockTest {
  @TempDir Path place;

  @Test
  void tellsTheSecondOneWhoTheFirstIs() {
    try (RunningLock first = RunningLock.take(home(), "window")) {
      assertThatThrownBy(() -> RunningLock.take(home(), "window"))
          .isInstanceOfSatisfying(
              ProblemException.class,
              e ->
                  assertThat(e.problem())
                      .isEqualTo(new AlreadyRunning("window", ProcessHandle.current().pid())));
      assertThat(first).isNotNull();
    }
  }

  @Test
  void letsTheNextOneInWhenTheFirstHasGone() {
    RunningLock.take(home(), "window").close();

    try (RunningLock next = RunningLock.take(home(), "window")) {
      assertThat(next).isNotNull();
    }
  }

  private WheelhouseHome home() {
    return new WheelhouseHome(place, place, place);
  }
}
