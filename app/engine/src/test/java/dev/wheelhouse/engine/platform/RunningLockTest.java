// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.engine.problem.HomeProblem.AlreadyRunning;
import dev.wheelhouse.engine.problem.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
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

  /** Closing any channel on a file drops the process's POSIX lock on it. */
  @Test
  void aRefusedSecondOneDoesNotLoosenTheLockForOtherPrograms() throws Exception {
    try (RunningLock first = RunningLock.take(home(), "window")) {
      assertThatThrownBy(() -> RunningLock.take(home(), "window"))
          .isInstanceOf(ProblemException.class);

      assertThat(takenByAnotherProgram()).isEqualTo("refused");
      assertThat(first).isNotNull();
    }
    assertThat(takenByAnotherProgram()).isEqualTo("taken");
  }

  /** Two threads at once: at most one gets in, and whoever is refused loosens nothing. */
  @Test
  void letsOneOfManyThreadsInAndKeepsTheLock() throws Exception {
    List<RunningLock> held = new CopyOnWriteArrayList<>();
    List<Thread> threads = new ArrayList<>();
    CountDownLatch go = new CountDownLatch(1);
    for (int i = 0; i < 16; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                try {
                  go.await();
                  held.add(RunningLock.take(home(), "window"));
                } catch (ProblemException e) {
                  // another thread has it
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              }));
    }
    go.countDown();
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(held).hasSize(1);
    assertThat(takenByAnotherProgram()).isEqualTo("refused");
    held.getFirst().close();
  }

  @Test
  void aNoteOfAProgramThatDiedKeepsNobodyOut() throws Exception {
    for (String note : List.of("", "4711", ProcessHandle.current().pid() + " 1")) {
      Files.writeString(place.resolve("window.pid"), note);

      try (RunningLock next = RunningLock.take(home(), "window")) {
        assertThat(next).as(note).isNotNull();
      }
    }
  }

  private String takenByAnotherProgram() throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Taker.class.getName(),
                place.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return String.valueOf(other.inputReader().readLine());
    } finally {
      other.destroyForcibly().waitFor();
    }
  }

  /** Says whether it gets the lock, and ends. */
  public static final class Taker {
    private Taker() {}

    public static void main(String[] arguments) {
      Path place = Path.of(arguments[0]);
      String word = "taken";
      try {
        RunningLock.take(new WheelhouseHome(place, place, place), "window");
      } catch (ProblemException e) {
        word = "refused";
      }
      System.out.println(word);
    }
  }

  private WheelhouseHome home() {
    return new WheelhouseHome(place, place, place);
  }
}
