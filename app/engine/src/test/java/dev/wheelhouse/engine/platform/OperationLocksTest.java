// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.problem.StackProblem.OperationRunning;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperationLocksTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path place;

  @Test
  void namesTheHolderInThisProcess() {
    OperationLocks locks = new OperationLocks(place);
    try (OperationLocks.Held held = locks.take("demo", "backup")) {
      assertThat(held).isNotNull();
      assertThatThrownBy(() -> locks.take("demo", "restore"))
          .isInstanceOfSatisfying(
              ProblemException.class,
              e ->
                  assertThat(e.problem())
                      .isEqualTo(
                          new OperationRunning("demo", "backup", ProcessHandle.current().pid())));
      assertThat(locks.attempt("other", "backup")).isPresent();
    }
    assertThat(locks.attempt("demo", "restore")).isPresent();
  }

  @Test
  void namesTheHolderInAnotherProcessAndGetsTheLockWhenThatDies() throws Exception {
    OperationLocks locks = new OperationLocks(place);
    Process holder = holder(place);
    try {
      assertThat(holder.inputReader().readLine()).isEqualTo("held");
      for (int round = 0; round < 2; round++) {
        assertThatThrownBy(() -> locks.take("demo", "restore"))
            .isInstanceOfSatisfying(
                ProblemException.class,
                e ->
                    assertThat(e.problem())
                        .isEqualTo(new OperationRunning("demo", "backup", holder.pid())));
      }
    } finally {
      holder.destroyForcibly().waitFor(LONG.toSeconds(), TimeUnit.SECONDS);
    }
    assertThat(locks.attempt("demo", "restore")).isPresent();
  }

  @Test
  void aRefusedAttemptDoesNotLoosenTheLockForOthers() throws Exception {
    OperationLocks locks = new OperationLocks(place);
    try (OperationLocks.Held held = locks.take("demo", "backup")) {
      assertThat(held).isNotNull();
      assertThat(locks.attempt("demo", "restore")).isEmpty();
      Process other = holder(place);
      try {
        assertThat(other.inputReader().readLine()).isEqualTo("refused");
      } finally {
        other.destroyForcibly().waitFor(LONG.toSeconds(), TimeUnit.SECONDS);
      }
    }
  }

  private static Process holder(Path place) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Holder.class.getName(),
            place.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** Takes the lock, says so, and sleeps. */
  public static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws Exception {
      var held = new OperationLocks(Path.of(arguments[0])).attempt("demo", "backup");
      String word = held.isPresent() ? "held\n" : "refused\n";
      System.out.write(word.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      System.out.flush();
      Thread.sleep(LONG);
    }
  }
}
