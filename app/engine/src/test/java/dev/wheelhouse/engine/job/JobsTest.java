// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.wheelhouse.engine.problem.InputProblem.BadInput;
import dev.wheelhouse.engine.problem.InputProblem.Cancelled;
import dev.wheelhouse.engine.problem.InputProblem.Unexpected;
import dev.wheelhouse.engine.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class JobsTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);

  private final Queue<Runnable> queued = new ArrayDeque<>();
  private final Jobs jobs = new Jobs(queued::add, NOON);

  private void runAll() {
    while (!queued.isEmpty()) {
      queued.remove().run();
    }
  }

  @Test
  void handsOverTheResultAndReportsProgressOnTheWay() {
    List<JobSnapshot> seen = new ArrayList<>();
    jobs.events().subscribe(seen::add);

    Job<String> job =
        jobs.start(
            "Back up",
            control -> {
              control.report(Progress.bytes("Copying", 50, 200));
              return "done";
            });
    runAll();

    assertThat(job.await()).isEqualTo("done");
    assertThat(seen)
        .extracting(snapshot -> snapshot.state() + " " + snapshot.progress().step())
        .containsExactly("RUNNING Back up", "RUNNING Copying", "DONE Copying");
    assertThat(seen.get(1).progress().fraction()).isEqualTo(0.25);
    assertThat(seen.getLast().endedAt()).isEqualTo(NOON.instant());
  }

  @Test
  void keepsAnExpectedProblemAsItIs() {
    Job<String> job =
        jobs.start(
            "Import",
            control -> {
              throw new ProblemException(new BadInput("The file", "is empty", "Choose another."));
            });
    runAll();

    assertThat(job.snapshot().state()).isEqualTo(JobSnapshot.State.FAILED);
    assertThat(job.snapshot().problem()).isInstanceOf(BadInput.class);
    assertThatThrownBy(job::await).isInstanceOf(ProblemException.class);
  }

  @Test
  void turnsAnyOtherExceptionIntoAProblemThatNamesIt() {
    Job<String> job =
        jobs.start(
            "Import",
            control -> {
              throw new IllegalStateException("index 3");
            });
    runAll();

    assertThat(job.snapshot().problem()).isInstanceOf(Unexpected.class);
    assertThat(job.snapshot().problem().evidence()).first().asString().contains("index 3");
  }

  @Test
  void endsAsCancelledWhenTheUserCancelledWhateverTheActionThrew() {
    Job<String> job =
        jobs.start(
            "Pull",
            control -> {
              jobs.cancel(1);
              throw new IllegalStateException("stream closed");
            });
    runAll();

    assertThat(job.snapshot().state()).isEqualTo(JobSnapshot.State.CANCELLED);
    assertThat(job.snapshot().problem()).isNull();
    assertThatThrownBy(job::await)
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> assertThat(problem.problem()).isInstanceOf(Cancelled.class));
  }

  @Test
  void cancelFreesABlockedAction() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Jobs real = new Jobs(threads, Clock.systemUTC());
      CountDownLatch blocked = new CountDownLatch(1);
      CountDownLatch freed = new CountDownLatch(1);
      Job<Boolean> job =
          real.start(
              "Wait",
              control -> {
                control.onCancel(freed::countDown);
                blocked.countDown();
                boolean wasFreed = freed.await(10, TimeUnit.SECONDS);
                control.checkCancelled();
                return wasFreed;
              });
      assertThat(blocked.await(10, TimeUnit.SECONDS)).isTrue();
      job.cancel();

      assertThatThrownBy(job::await).isInstanceOf(ProblemException.class);
      assertThat(job.snapshot().state()).isEqualTo(JobSnapshot.State.CANCELLED);
    }
  }

  @Test
  void remembersTheNewestTwoHundredAndNeverForgetsARunningOne() {
    Job<String> running = jobs.start("Runs on", control -> "late");
    Runnable heldBack = queued.remove();
    for (int i = 0; i < 300; i++) {
      jobs.start("Short", control -> "");
      runAll();
    }

    assertThat(jobs.history()).hasSizeBetween(200, 201);
    assertThat(jobs.history().getFirst()).isEqualTo(running.snapshot());
    heldBack.run();
    assertThat(running.await()).isEqualTo("late");
  }

  @Test
  void tellsANewSubscriberWhatIsThereAlready() {
    jobs.start("First", control -> "");
    List<String> seen = new ArrayList<>();
    jobs.events().subscribe(snapshot -> seen.add(snapshot.title()));

    assertThat(seen).containsExactly("First");
  }

  @Test
  void theLogTellsWhatRanHowItEndedAndHowLongItTook() {
    MovingClock clock = new MovingClock();
    Jobs timed = new Jobs(Runnable::run, clock);
    List<String> told =
        logged(() -> {
          timed.start("Start demo", control -> clock.pass(Duration.ofMillis(41_250)));
          timed.start(
              "Back up demo",
              control -> {
                clock.pass(Duration.ofSeconds(2));
                throw new ProblemException(new BadInput("The disk", "secret-detail", "Buy one."));
              });
          Job<Boolean> pressed =
              new Jobs(queued::add, clock).start("Stop demo", JobsTest::untilCancelled);
          pressed.cancel();
          runAll();
        });

    assertThat(told)
        .containsExactly(
            "INFO Start demo: started",
            "INFO Start demo: done after 41.3 s",
            "INFO Back up demo: started",
            "WARN Back up demo: failed after 2.0 s: The disk cannot be used (bad-input)",
            "INFO Stop demo: started",
            "INFO Stop demo: cancelled after 0.0 s");
  }

  @Test
  void theLogLeavesOutTheUsersOwnWords() {
    List<String> told =
        logged(() -> {
          Jobs at = new Jobs(Runnable::run, NOON);
          at.start("Answer in “my ”private\nquestion”", control -> 1);
          at.start(
              "Answer in “other”",
              control -> {
                throw new IllegalStateException();
              });
        });

    assertThat(told)
        .containsExactly(
            "INFO Answer in “…”: started",
            "INFO Answer in “…”: done after 0.0 s",
            "INFO Answer in “…”: started",
            "ERROR Answer in “…” failed unexpectedly",
            "WARN Answer in “…”: failed after 0.0 s: Something unexpected happened: Answer in “…”"
                + " (unexpected)");
  }

  private static boolean untilCancelled(JobControl control) {
    control.checkCancelled();
    return true;
  }

  private static List<String> logged(Runnable work) {
    Logger logger = (Logger) LoggerFactory.getLogger(Job.class);
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    appender.start();
    logger.addAppender(appender);
    logger.setLevel(Level.INFO);
    try {
      work.run();
    } finally {
      logger.setLevel(null);
      logger.detachAppender(appender);
    }
    return appender.list.stream()
        .map(event -> event.getLevel() + " " + event.getFormattedMessage())
        .toList();
  }

  /** Stands still until it is moved. */
  private static final class MovingClock extends Clock {
    private Instant now = NOON.instant();

    Instant pass(Duration time) {
      now = now.plus(time);
      return now;
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }
  }
}
