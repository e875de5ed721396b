// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.engine.event.Subscription;
import dev.wheelhouse.engine.job.Job;
import dev.wheelhouse.engine.job.JobControl;
import dev.wheelhouse.engine.job.Jobs;
import dev.wheelhouse.engine.problem.EngineProblem.EngineUnreachable;
import dev.wheelhouse.engine.problem.InputProblem.BadInput;
import dev.wheelhouse.engine.problem.InputProblem.FileTrouble;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.stack.StackId;
import dev.wheelhouse.testing.Wait;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerLogsTest {
  private static final StackId STACK = new StackId("local-ai");
  private static final Instant START = Instant.parse("2026-03-04T05:06:07Z");
  private static final LogQuery ALL = new LogQuery(Set.of(), -1, null, null, null);
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir Path place;
  private final LogDocker docker = new LogDocker();
  private final ContainerLogs logs = new ContainerLogs(docker);
  private final List<LogLine> seen = new CopyOnWriteArrayList<>();
  private final List<Subscription> open = new ArrayList<>();

  @AfterEach
  void close() {
    open.forEach(Subscription::close);
  }

  @Test
  void readsAllServicesInTheOrderOfTime() {
    docker.run("a", "web");
    docker.run("b", "db");
    print("a", 1, "web 1");
    print("b", 2, "db 2");
    print("a", 3, "web 3");
    print("b", 4, "db 4");
    docker.end("b");

    assertThat(logs.read(STACK, ALL))
        .extracting(LogLine::number, LogLine::service, LogLine::text)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1L, "web", "web 1"),
            org.assertj.core.groups.Tuple.tuple(2L, "db", "db 2"),
            org.assertj.core.groups.Tuple.tuple(3L, "web", "web 3"),
            org.assertj.core.groups.Tuple.tuple(4L, "db", "db 4"));
  }

  @Test
  void readsOnlyWhatIsWanted() {
    docker.run("a", "web");
    docker.run("b", "db");
    docker.run("c", "web-run");
    print("a", 1, "ERROR one");
    print("a", 2, "INFO two");
    print("a", 3, "ERROR three");
    print("b", 4, "ERROR other");

    assertThat(texts(new LogQuery(Set.of("web"), 2, null, null, LogLine.Level.ERROR)))
        .containsExactly("ERROR three");
    assertThat(texts(new LogQuery(Set.of(), -1, START.plusSeconds(2), "t[wh]", null)))
        .containsExactly("INFO two", "ERROR three", "ERROR other");
    assertThat(texts(new LogQuery(Set.of("nobody"), -1, null, null, null))).isEmpty();
    assertThat(logs.read(new StackId("other"), ALL)).isEmpty();
  }

  @Test
  void keepsTheNewestWhenThereAreTooMany() {
    docker.run("a", "web");
    for (int i = 0; i < 100_500; i++) {
      docker.print("a", START.plusMillis(i), "line " + i);
    }

    List<LogLine> lines = logs.read(STACK, ALL);

    assertThat(lines).hasSize(100_000);
    assertThat(lines.getFirst().text()).isEqualTo("line 500");
    assertThat(lines.getLast().text()).isEqualTo("line 100499");
  }

  @Test
  void saysThatThereIsNoEngine() {
    docker.away(true);

    assertThat(problemOf(() -> logs.read(STACK, ALL))).isInstanceOf(EngineUnreachable.class);
  }

  @Test
  void refusesAPatternThatCannotBeRead() {
    LogQuery query = new LogQuery(Set.of(), 1, null, "(", null);

    assertThat(problemOf(() -> logs.read(STACK, query))).isInstanceOf(BadInput.class);
    assertThat(problemOf(() -> logs.follow(STACK, query, seen::addAll)))
        .isInstanceOf(BadInput.class);
  }

  @Test
  void beginsWithTheLastLinesOfAllServicesInOneOrder() {
    docker.run("a", "web");
    docker.run("b", "db");
    for (int i = 0; i < 10; i++) {
      print("a", 2 * i, "web " + i);
      print("b", 2 * i + 1, "db " + i);
    }

    follow(new LogQuery(Set.of(), 2, null, null, null));
    Wait.until(() -> seen.size() == 4, SOON);
    print("a", 100, "new");

    Wait.until(() -> seen.size() == 5, SOON);
    assertThat(seen)
        .extracting(LogLine::text)
        .containsExactly("web 8", "db 8", "web 9", "db 9", "new");
    assertThat(seen).extracting(LogLine::number).containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  @Test
  void goesOnAfterARestartWithoutLosingOrRepeatingALine() {
    docker.run("a", "web");
    print("a", 1, "one");
    follow(ALL);
    Wait.until(() -> seen.size() == 1, SOON);

    docker.end("a");
    // written while nobody listens
    print("a", 2, "two");
    docker.startAgain("a");
    print("a", 3, "three");

    Wait.until(() -> seen.size() == 3, SOON);
    print("a", 4, "four");
    Wait.until(() -> seen.size() == 4, SOON);
    assertThat(seen).extracting(LogLine::text).containsExactly("one", "two", "three", "four");
  }

  @Test
  void goesOnWithTheContainerThatTakesTheOldOnesPlace() {
    docker.run("a", "web");
    print("a", 1, "old");
    follow(new LogQuery(Set.of("web"), 1, null, null, null));
    Wait.until(() -> seen.size() == 1, SOON);

    docker.remove("a");
    docker.run("b", "web");
    print("b", 2, "first of the new one");
    print("b", 3, "second of the new one");

    Wait.until(() -> seen.size() == 3, SOON);
    assertThat(seen.getLast().text()).isEqualTo("second of the new one");
  }

  @Test
  void waitsForTheEngine() {
    docker.away(true);
    docker.run("a", "web");
    follow(ALL);
    print("a", 1, "one");

    docker.away(false);

    Wait.until(() -> seen.size() == 1, SOON);
  }

  @Test
  void opensALogThatEndsAtOnceNoMoreThanEveryRound() throws InterruptedException {
    docker.run("a", "web");
    docker.end("a");
    follow(ALL);

    Thread.sleep(1_500);

    assertThat(docker.opened()).isEqualTo(1);
  }

  @Test
  void tellsHowManyLinesWereDroppedWhenTheListenerIsTooSlow() throws InterruptedException {
    docker.run("a", "web");
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch first = new CountDownLatch(1);
    open.add(
        logs.follow(
            STACK,
            ALL,
            batch -> {
              first.countDown();
              await(goOn);
              seen.addAll(batch);
            }));
    Wait.until(() -> docker.followers() == 1, SOON);
    print("a", 0, "first");
    first.await();
    for (int i = 1; i <= 60_000; i++) {
      docker.print("a", START.plusMillis(i), "line " + i);
    }

    goOn.countDown();

    Wait.until(() -> !seen.isEmpty() && seen.getLast().text().equals("line 60000"), SOON);
    assertThat(seen).hasSize(1 + 1 + 50_000);
    assertThat(seen.get(1).text()).startsWith("10000 lines were dropped");
    assertThat(seen.get(1).level()).isEqualTo(LogLine.Level.WARNING);
    assertThat(seen.get(1).number()).isEqualTo(10_002);
    assertThat(seen.getLast().number()).isEqualTo(60_002);
  }

  @Test
  void endsItsStreamsWhenItIsClosed() {
    docker.run("a", "web");
    Subscription subscription = logs.follow(STACK, ALL, seen::addAll);
    Wait.until(() -> docker.followers() == 1, SOON);

    subscription.close();

    Wait.until(() -> docker.followers() == 0, SOON);
    print("a", 1, "late");
    assertThat(seen).isEmpty();
  }

  @Test
  void outlivesAListenerThatFails() {
    docker.run("a", "web");
    open.add(
        logs.follow(
            STACK,
            ALL,
            batch -> {
              seen.addAll(batch);
              throw new IllegalStateException("planted");
            }));
    print("a", 1, "one");
    Wait.until(() -> seen.size() == 1, SOON);

    print("a", 2, "two");

    Wait.until(() -> seen.size() == 2, SOON);
  }

  @Test
  void writesLinesToAFileWithoutTheirSecrets() {
    docker.run("a", "web");
    print("a", 1, "\u001b[32mINFO\u001b[0m ready");
    print("a", 2, "password=hunter2hunter2");
    Path file = place.resolve("web.log");

    assertThat(logs.export(STACK, ALL, file, JobControl.none())).isEqualTo(2);

    assertThat(file)
        .hasContent(
            """
            2026-03-04T05:06:08Z web | INFO ready
            2026-03-04T05:06:09Z web | password=[hidden]
            """);
    assertThat(place).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void leavesNoHalfFileBehind() {
    docker.run("a", "web");
    print("a", 1, "one");
    Job<Long> cancelled =
        new Jobs(Runnable::run, Clock.systemUTC())
            .start(
                "Export",
                control ->
                    logs.export(STACK, ALL, place.resolve("x.log"), new CancelledControl(control)));

    assertThatThrownBy(cancelled::await).isInstanceOf(ProblemException.class);
    assertThat(
            problemOf(() -> logs.export(STACK, ALL, place.resolve("no/x.log"), JobControl.none())))
        .isInstanceOf(FileTrouble.class);
    assertThat(place).isEmptyDirectory();
  }

  private void print(String id, int second, String text) {
    docker.print(id, START.plusSeconds(second), text);
  }

  private void follow(LogQuery query) {
    open.add(logs.follow(STACK, query, seen::addAll));
  }

  private List<String> texts(LogQuery query) {
    return logs.read(STACK, query).stream().map(LogLine::text).toList();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Problem problemOf(ThrowingCallable work) {
    List<Problem> problems = new ArrayList<>();
    assertThatThrownBy(work)
        .isInstanceOfSatisfying(ProblemException.class, e -> problems.add(e.problem()));
    return problems.getFirst();
  }

  /** One whose user has just pressed cancel. */
  private record CancelledControl(JobControl inner) implements JobControl {
    @Override
    public void report(dev.wheelhouse.engine.job.Progress progress) {
      inner.report(progress);
    }

    @Override
    public boolean cancelled() {
      return true;
    }

    @Override
    public void checkCancelled() {
      throw new ProblemException(
          new dev.wheelhouse.engine.problem.InputProblem.Cancelled("Export"));
    }

    @Override
    public Subscription onCancel(Runnable action) {
      action.run();
      return () -> {};
    }
  }
}
