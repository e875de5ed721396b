// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.shell;

import dev.wheelhouse.desktop.fx.UiFeed;
import dev.wheelhouse.desktop.fx.UiThread;
import dev.wheelhouse.engine.event.Subscription;
import dev.wheelhouse.engine.job.JobSnapshot;
import dev.wheelhouse.engine.job.Jobs;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** The running jobs, what just ended, and the history. */
public final class JobTrayViewModel implements AutoCloseable {
  private static final int REMEMBERED = 100;
  private static final Duration LINGER = Duration.ofSeconds(3);

  private final Jobs jobs;
  private final UiThread ui;
  private final Clock clock;
  private final Map<Long, RateMeter> meters = new HashMap<>();
  private final ObservableList<JobLine> shown = FXCollections.observableArrayList();
  private final ObservableList<JobLine> history = FXCollections.observableArrayList();
  private final Subscription subscription;

  public JobTrayViewModel(Jobs jobs, UiThread ui, Clock clock) {
    this.jobs = jobs;
    this.ui = ui;
    this.clock = clock;
    UiFeed<JobSnapshot> feed = new UiFeed<>(ui, this::apply);
    subscription = jobs.events().subscribe(feed);
  }

  /**
   * What the tray shows: running jobs, oldest first, and those that ended a moment ago. Quiet ones
   * are in the history only.
   */
  ObservableList<JobLine> shown() {
    return shown;
  }

  /** Every job of this session, newest first. */
  ObservableList<JobLine> history() {
    return history;
  }

  void cancel(long id) {
    jobs.cancel(id);
  }

  /** Takes an ended job out of the tray. */
  void dismiss(long id) {
    shown.removeIf(line -> line.id() == id && !line.running());
  }

  @Override
  public void close() {
    subscription.close();
  }

  private void apply(List<JobSnapshot> batch) {
    Map<Long, JobSnapshot> newest = new LinkedHashMap<>();
    batch.forEach(job -> newest.put(job.id(), job));
    newest.values().forEach(this::apply);
  }

  private void apply(JobSnapshot job) {
    RateMeter meter = meters.computeIfAbsent(job.id(), id -> new RateMeter());
    meter.update(clock.instant(), job.progress());
    JobLine line = JobLine.of(job, meter);
    boolean inTray = replace(shown, line);
    if (!replace(history, line)) {
      history.addFirst(line);
    }
    if (history.size() > REMEMBERED) {
      history.removeLast();
    }
    if (job.running()) {
      if (!inTray && !job.quiet()) {
        shown.add(line);
      }
      return;
    }
    meters.remove(job.id());
    if (inTray && job.state() != JobSnapshot.State.FAILED) {
      ui.after(LINGER, () -> dismiss(job.id()));
    }
  }

  private static boolean replace(ObservableList<JobLine> lines, JobLine line) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).id() == line.id()) {
        lines.set(i, line);
        return true;
      }
    }
    return false;
  }
}
