// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.logs;

import dev.wheelhouse.desktop.action.StackActions;
import dev.wheelhouse.desktop.frame.CurrentStack;
import dev.wheelhouse.desktop.fx.UiFeed;
import dev.wheelhouse.desktop.fx.UiTasks;
import dev.wheelhouse.engine.docker.DockerConnection;
import dev.wheelhouse.engine.event.Subscription;
import dev.wheelhouse.engine.log.LogLine;
import dev.wheelhouse.engine.log.LogLine.Level;
import dev.wheelhouse.engine.log.LogQuery;
import dev.wheelhouse.engine.log.Logs;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.stack.ServiceStatus;
import dev.wheelhouse.engine.stack.Stack;
import dev.wheelhouse.engine.stack.StackEvent;
import dev.wheelhouse.engine.stack.StackId;
import dev.wheelhouse.engine.stack.StackState;
import dev.wheelhouse.engine.stack.Stacks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** The logs of the current stack: followed, kept, filtered and searched. */
public final class LogsViewModel implements AutoCloseable {
  /** Lines of each service to begin with. */
  private static final int TAIL = 2_000;

  private static final Duration TYPING_PAUSE = Duration.ofMillis(150);

  private final Logs logs;
  private final Stacks stacks;
  private final CurrentStack current;
  private final UiTasks tasks;
  private final StackActions actions;
  private final LogRing ring = new LogRing();
  private final LogLines lines = new LogLines(ring);
  private final FinderViewModel finder;
  private final ObservableList<ServiceChip> chips = FXCollections.observableArrayList();
  private final StringProperty filterText = new SimpleStringProperty("");
  private final BooleanProperty regex = new SimpleBooleanProperty();
  private final ObjectProperty<@Nullable Level> level = new SimpleObjectProperty<>();
  private final BooleanProperty wrap = new SimpleBooleanProperty();
  private final BooleanProperty times = new SimpleBooleanProperty(true);
  private final ReadOnlyStringWrapper filterProblem = new ReadOnlyStringWrapper("");
  private final ReadOnlyLongWrapper revision = new ReadOnlyLongWrapper();
  private final ReadOnlyLongWrapper resets = new ReadOnlyLongWrapper();
  private final ReadOnlyObjectWrapper<LogsState> state =
      new ReadOnlyObjectWrapper<>(LogsState.LOADING);
  private final ReadOnlyObjectWrapper<@Nullable Problem> engineProblem =
      new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Stack> stopped = new ReadOnlyObjectWrapper<>();
  private final AtomicLong generation = new AtomicLong();
  private final Subscription events;
  private Subscription following = () -> {};
  private Subscription typing = () -> {};
  private @Nullable StackId followed;
  private LongConsumer reveal = _ -> {};

  public LogsViewModel(
      Logs logs,
      Stacks stacks,
      DockerConnection docker,
      CurrentStack current,
      UiTasks tasks,
      StackActions actions) {
    this.logs = logs;
    this.stacks = stacks;
    this.current = current;
    this.tasks = tasks;
    this.actions = actions;
    finder = new FinderViewModel(ring, lines, tasks, key -> reveal.accept(key));
    UiFeed<StackEvent> stackFeed = new UiFeed<>(tasks.ui(), this::applyStack);
    UiFeed<DockerConnection.State> dockerFeed =
        new UiFeed<>(tasks.ui(), batch -> applyDocker(batch.getLast()));
    Subscription stackEvents = stacks.events().subscribe(stackFeed);
    Subscription dockerEvents = docker.events().subscribe(dockerFeed);
    events =
        () -> {
          stackEvents.close();
          dockerEvents.close();
        };
    filterText.subscribe((before, now) -> typed());
    regex.subscribe((before, now) -> refilter());
    level.subscribe((before, now) -> refilter());
    current.property().subscribe((before, now) -> restart());
  }

  public FinderViewModel finder() {
    return finder;
  }

  LogLines lines() {
    return lines;
  }

  public ObservableList<ServiceChip> chips() {
    return chips;
  }

  public StringProperty filterTextProperty() {
    return filterText;
  }

  public BooleanProperty regexProperty() {
    return regex;
  }

  /** The lowest level that is shown; null for all. */
  public ObjectProperty<@Nullable Level> levelProperty() {
    return level;
  }

  public BooleanProperty wrapProperty() {
    return wrap;
  }

  public BooleanProperty timesProperty() {
    return times;
  }

  /** Why the filter is no regular expression; empty when it is one. */
  public ReadOnlyStringProperty filterProblemProperty() {
    return filterProblem.getReadOnlyProperty();
  }

  /** Rises whenever lines were added. */
  public ReadOnlyLongProperty revisionProperty() {
    return revision.getReadOnlyProperty();
  }

  /** Rises whenever keys mean other lines than before. */
  public ReadOnlyLongProperty resetsProperty() {
    return resets.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<LogsState> stateProperty() {
    return state.getReadOnlyProperty();
  }

  /** Why nothing new comes; null while the engine answers. */
  public ReadOnlyObjectProperty<@Nullable Problem> engineProblemProperty() {
    return engineProblem.getReadOnlyProperty();
  }

  /** The stack that is followed, when it can be started; null when it runs or is not known. */
  public ReadOnlyObjectProperty<@Nullable Stack> stoppedProperty() {
    return stopped.getReadOnlyProperty();
  }

  public void startStack() {
    Stack stack = stopped.get();
    if (stack != null) {
      actions.start(stack);
    }
  }

  /** Who shows a line that was found. */
  void onReveal(LongConsumer action) {
    reveal = action;
  }

  /** The screen became visible: follows from now on, also while it is hidden. */
  public void shown() {
    if (!current.get().equals(followed)) {
      restart();
    }
  }

  /** Shows one service only, or all when there is none of that name. */
  public void showOnly(String service) {
    boolean known = chips.stream().anyMatch(chip -> chip.name().equals(service));
    chips.forEach(chip -> chip.selectedProperty().set(!known || chip.name().equals(service)));
    refilter();
  }

  /** A chip was switched; when none is left, all are shown. */
  public void changed() {
    if (chips.stream().noneMatch(chip -> chip.selectedProperty().get())) {
      chips.forEach(chip -> chip.selectedProperty().set(true));
    }
    refilter();
  }

  /** Shows every line again. */
  public void clearFilter() {
    chips.forEach(chip -> chip.selectedProperty().set(true));
    level.set(null);
    filterText.set("");
    refilter();
  }

  /** Empties the screen; the services' logs stay as they are. */
  public void clear() {
    lines.clear();
    finder.renew();
    reset();
  }

  /** The lines of these keys as text. */
  public String copy(long from, long to) {
    StringBuilder text = new StringBuilder();
    for (long key = Math.max(from, lines.first()); key < Math.min(to, lines.end()); key++) {
      text.append(lines.get(key).plain(times.get())).append('\n');
    }
    return text.toString();
  }

  /**
   * Writes everything that the engine still has and the filter lets through to a file.
   *
   * @param done gets the number of lines
   */
  public void export(Path file, Consumer<Long> done, Consumer<Problem> failed) {
    LogFilter filter = lines.filter();
    Set<String> services = filter.services() == null ? Set.of() : filter.services();
    String pattern = filter.text().any() ? null : filter.text().asRegex();
    LogQuery query = new LogQuery(services, -1, null, pattern, filter.level());
    StackId stack = current.get();
    var _ =
        tasks.job(
            "Save the logs of " + stack,
            control -> logs.export(stack, query, file, control),
            done,
            failed);
  }

  @Override
  public void close() {
    following.close();
    events.close();
  }

  private void restart() {
    following.close();
    lines.clear();
    finder.renew();
    reset();
    StackId stack = current.get();
    followed = stack;
    state.set(LogsState.LOADING);
    UiFeed<LogLine> feed = new UiFeed<>(tasks.ui(), this::append);
    Subscription subscription =
        logs.follow(stack, new LogQuery(Set.of(), TAIL, null, null, null), feed::acceptAll);
    Subscription quiet = tasks.ui().after(Duration.ofSeconds(2), this::loaded);
    following =
        () -> {
          subscription.close();
          feed.close();
          quiet.close();
        };
    tasks.load("Read the services", () -> stacks.get(stack), this::showServices, _ -> {});
  }

  private void append(List<LogLine> batch) {
    long from = ring.end();
    lines.append(batch);
    finder.added(from);
    loaded();
    revision.set(revision.get() + 1);
  }

  /** Lines came, or none came for a while. */
  private void loaded() {
    state.set(ring.end() > ring.first() ? LogsState.LINES : LogsState.EMPTY);
  }

  private void applyStack(List<StackEvent> batch) {
    for (StackEvent event : batch) {
      if (event instanceof StackEvent.Changed changed && changed.stack().equals(followed)) {
        showServices(changed.snapshot());
      }
    }
  }

  private void applyDocker(DockerConnection.State now) {
    engineProblem.set(
        now instanceof DockerConnection.State.Disconnected gone ? gone.problem() : null);
  }

  private void showServices(Stack stack) {
    stopped.set(stack.state() == StackState.STOPPED ? stack : null);
    List<String> names = stack.services().stream().map(ServiceStatus::name).sorted().toList();
    if (!names.equals(chips.stream().map(ServiceChip::name).toList())) {
      List<ServiceChip> made = new ArrayList<>();
      for (String name : names) {
        made.add(new ServiceChip(name, made.size()));
      }
      chips.setAll(made);
    }
  }

  private void typed() {
    typing.close();
    typing = tasks.ui().after(TYPING_PAUSE, this::refilter);
  }

  private void refilter() {
    LogFilter wanted;
    try {
      wanted = new LogFilter(chosen(), level.get(), TextMatch.of(filterText.get(), regex.get()));
      filterProblem.set("");
    } catch (PatternSyntaxException e) {
      filterProblem.set(e.getDescription());
      return;
    }
    long own = generation.incrementAndGet();
    long until = ring.end();
    tasks.load(
        "Filter the logs",
        () ->
            wanted.all()
                ? new MatchIndex()
                : LogLines.scan(ring, until, wanted::passes, () -> generation.get() != own),
        scanned -> {
          if (generation.get() == own) {
            lines.use(wanted, scanned, until);
            finder.renew();
            reset();
          }
        },
        _ -> {});
  }

  private @Nullable Set<String> chosen() {
    boolean all = chips.stream().allMatch(chip -> chip.selectedProperty().get());
    return all
        ? null
        : chips.stream()
            .filter(chip -> chip.selectedProperty().get())
            .map(ServiceChip::name)
            .collect(Collectors.toSet());
  }

  private void reset() {
    resets.set(resets.get() + 1);
  }
}
