// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.logs;

import dev.wheelhouse.desktop.fx.UiTasks;
import dev.wheelhouse.engine.event.Subscription;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.regex.PatternSyntaxException;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** Finds text among the lines that are shown, and goes from place to place. */
public final class FinderViewModel {
  private static final Duration TYPING_PAUSE = Duration.ofMillis(150);

  private final LogRing ring;
  private final LogLines lines;
  private final UiTasks tasks;
  private final LongConsumer reveal;
  private final StringProperty text = new SimpleStringProperty("");
  private final BooleanProperty open = new SimpleBooleanProperty();
  private final ReadOnlyStringWrapper status = new ReadOnlyStringWrapper("");
  private final ReadOnlyObjectWrapper<TextMatch> match = new ReadOnlyObjectWrapper<>(TextMatch.ANY);
  private final AtomicLong generation = new AtomicLong();
  private MatchIndex found = new MatchIndex();
  private long current = -1;
  private Subscription typing = () -> {};

  /**
   * @param reveal gets the key of a line that shall be seen
   */
  FinderViewModel(LogRing ring, LogLines lines, UiTasks tasks, LongConsumer reveal) {
    this.ring = ring;
    this.lines = lines;
    this.tasks = tasks;
    this.reveal = reveal;
    text.subscribe((before, now) -> {
      typing.close();
      typing = tasks.ui().after(TYPING_PAUSE, this::search);
    });
    open.subscribe((before, now) -> {
      if (!now) {
        text.set("");
        search();
      }
    });
  }

  public StringProperty textProperty() {
    return text;
  }

  /** Whether the find bar is open. */
  public BooleanProperty openProperty() {
    return open;
  }

  /** "3 of 12", "nothing found", or empty. */
  public ReadOnlyStringProperty statusProperty() {
    return status.getReadOnlyProperty();
  }

  /** What is marked in the lines. */
  ReadOnlyObjectProperty<TextMatch> matchProperty() {
    return match.getReadOnlyProperty();
  }

  /** The line that was found last; -1 for none. */
  long currentLine() {
    return current;
  }

  /**
   * Goes to the next place, or the one before; begins again at the other end.
   *
   * @param direction 1 for down, -1 for up
   */
  public void go(int direction) {
    if (found.size() == 0) {
      return;
    }
    long key = found.keyOf(current < 0 ? Long.MAX_VALUE : current);
    boolean exact = current >= 0 && key < found.end() && found.line(key) == current;
    long next = direction > 0 ? (exact ? key + 1 : key) : key - 1;
    if (next >= found.end()) {
      next = found.first();
    } else if (next < found.first()) {
      next = found.end() - 1;
    }
    current = found.line(next);
    tell();
    reveal.accept(lines.keyOf(current));
  }

  /** The filter changed, or lines were cleared. */
  void renew() {
    if (!match.get().any()) {
      search();
    }
  }

  /** Lines were added from this one on. */
  void added(long from) {
    if (match.get().any()) {
      return;
    }
    for (long line = Math.max(from, ring.first()); line < ring.end(); line++) {
      StoredLine stored = ring.get(line);
      if (lines.filter().passes(stored) && match.get().in(stored.text())) {
        found.add(line);
      }
    }
    found.dropBefore(ring.first());
    tell();
  }

  private void search() {
    long own = generation.incrementAndGet();
    TextMatch wanted;
    try {
      wanted = TextMatch.of(text.get(), false);
    } catch (PatternSyntaxException e) {
      return;
    }
    match.set(wanted);
    found = new MatchIndex();
    if (wanted.any()) {
      current = -1;
      tell();
      return;
    }
    LogFilter filter = lines.filter();
    long until = ring.end();
    tasks.load(
        "Find in the logs",
        () ->
            LogLines.scan(
                ring,
                until,
                line -> filter.passes(line) && wanted.in(line.text()),
                () -> generation.get() != own),
        scanned -> {
          if (generation.get() == own) {
            found = scanned;
            added(until);
            go(-1);
          }
        },
        _ -> {});
  }

  private void tell() {
    if (match.get().any()) {
      status.set("");
    } else if (found.size() == 0) {
      status.set("Nothing found");
    } else {
      long key = found.keyOf(current);
      status.set(
          current < 0
              ? String.format("%,d", found.size())
              : String.format("%,d of %,d", key - found.first() + 1, found.size()));
    }
  }
}
