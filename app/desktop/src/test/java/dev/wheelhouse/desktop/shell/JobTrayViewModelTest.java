// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.desktop.testing.DirectUiThread;
import dev.wheelhouse.desktop.testing.Samples;
import dev.wheelhouse.engine.job.JobControl;
import dev.wheelhouse.engine.job.JobSnapshot;
import dev.wheelhouse.engine.job.Jobs;
import dev.wheelhouse.engine.job.Progress;
import dev.wheelhouse.engine.problem.InputProblem.BadInput;
import dev.wheelhouse.engine.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class JobTrayViewModelTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(Samples.NOW);
  private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
  private final DirectUiThread ui = new DirectUiThread();
  private final List<Runnable> queued = new ArrayList<>();
  private final Jobs jobs = new Jobs(queued::add, clock);
  private final JobTrayViewModel tray = new JobTrayViewModel(jobs, ui, clock);

  @Test
  void aRunningJobShowsItsRateAndTheTimeLeft() {
    run(control -> {
      control.report(Progress.bytes("Copying chroma", 0, 100_000_000));
      now.set(Samples.NOW.plusSeconds(1));
      control.report(Progress.bytes("Copying chroma", 18_000_000, 100_000_000));
      JobLine line = tray.shown().getFirst();
      assertThat(line.step()).isEqualTo("Copying chroma");
      assertThat(line.fraction()).isEqualTo(0.18);
      assertThat(line.figures()).isEqualTo("18 %   18 MB/s   0:05 left");
    });
  }

  @Test
  void aDoneJobLingersForAMomentAndStaysInTheHistory() {
    run(control -> {});
    assertThat(tray.shown()).extracting(JobLine::state).containsExactly(JobSnapshot.State.DONE);

    ui.advance(Duration.ofSeconds(4));

    assertThat(tray.shown()).isEmpty();
    assertThat(tray.history()).extracting(JobLine::title).containsExactly("Back up");
  }

  @Test
  void aFailedJobStaysUntilItIsDismissed() {
    run(control -> {
      throw new ProblemException(new BadInput("The name", "empty", "Give one."));
    });
    ui.advance(Duration.ofMinutes(1));

    JobLine failed = tray.shown().getFirst();
    assertThat(failed.step()).isEqualTo("The name cannot be used");

    tray.dismiss(failed.id());
    assertThat(tray.shown()).isEmpty();
  }

  @Test
  void cancellingReachesTheJob() {
    run(control -> {
      tray.cancel(tray.shown().getFirst().id());
      control.checkCancelled();
    });

    assertThat(tray.history())
        .extracting(JobLine::state)
        .containsExactly(JobSnapshot.State.CANCELLED);
  }

  @Test
  void aRunningJobCannotBeDismissed() {
    run(control -> {
      tray.dismiss(tray.shown().getFirst().id());
      assertThat(tray.shown()).hasSize(1);
    });
  }

  @Test
  void aQuietJobTakesNoRoomButStaysInTheHistory() {
    var job = jobs.startQuietly("Answer", control -> "done");
    List.copyOf(queued).forEach(Runnable::run);

    assertThat(job.snapshot().running()).isFalse();
    assertThat(tray.shown()).isEmpty();
    assertThat(tray.history()).extracting(JobLine::title).containsExactly("Answer");
  }

  private void run(Consumer<JobControl> work) {
    var job =
        jobs.start(
            "Back up",
            control -> {
              work.accept(control);
              return "done";
            });
    List<Runnable> batch = List.copyOf(queued);
    queued.clear();
    batch.forEach(Runnable::run);
    var problem = job.snapshot().problem();
    assertThat(problem == null ? "" : problem.code()).isNotEqualTo("unexpected");
  }
}
