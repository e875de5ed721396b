// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.home;

import static java.util.stream.Collectors.toMap;

import dev.wheelhouse.desktop.action.Remedies;
import dev.wheelhouse.desktop.action.StackActions;
import dev.wheelhouse.desktop.action.StackFailure;
import dev.wheelhouse.desktop.frame.CurrentStack;
import dev.wheelhouse.desktop.fx.UiFeed;
import dev.wheelhouse.desktop.fx.UiTasks;
import dev.wheelhouse.engine.backup.BackupOptions;
import dev.wheelhouse.engine.backup.BackupSummary;
import dev.wheelhouse.engine.docker.DockerConnection;
import dev.wheelhouse.engine.event.Subscription;
import dev.wheelhouse.engine.metric.ServiceUse;
import dev.wheelhouse.engine.problem.EngineProblem;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.problem.StackProblem.DependencyFailed;
import dev.wheelhouse.engine.stack.ServiceState;
import dev.wheelhouse.engine.stack.ServiceStatus;
import dev.wheelhouse.engine.stack.Stack;
import dev.wheelhouse.engine.stack.StackEvent;
import dev.wheelhouse.engine.stack.StackId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.ObservableMap;
import org.jspecify.annotations.Nullable;

/** The state of Home: one stack, what happens to it, and what can be done. */
public final class HomeViewModel {
  private static final int LINES = 200;
  private static final Duration TICK = Duration.ofSeconds(30);

  private final HomeServices services;
  private final CurrentStack current;
  private final UiTasks tasks;
  private final StackActions actions;
  private final Remedies remedies;
  private final Clock clock;

  private final ReadOnlyObjectWrapper<HomeMode> mode =
      new ReadOnlyObjectWrapper<>(HomeMode.LOADING);
  private final ReadOnlyObjectWrapper<@Nullable Stack> stack = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable StartPreview> preview =
      new ReadOnlyObjectWrapper<>();
  private final ReadOnlyStringWrapper summary = new ReadOnlyStringWrapper("");
  private final ReadOnlyObjectWrapper<Map<String, Long>> memory =
      new ReadOnlyObjectWrapper<>(Map.of());
  private final ReadOnlyBooleanWrapper modelMissing = new ReadOnlyBooleanWrapper();
  private final ObservableList<Card> cards = FXCollections.observableArrayList();
  private final ObservableList<StackEvent.Timeline> timeline = FXCollections.observableArrayList();
  private final ObservableMap<String, Pull> pulls = FXCollections.observableHashMap();
  private final List<Subscription> ticking = new ArrayList<>();
  private DockerConnection.State engine;
  private @Nullable Problem backupProblem;
  private @Nullable BackupSummary newestBackup;
  private boolean backupsKnown;
  private boolean modelStepDismissed;

  public HomeViewModel(
      HomeServices services,
      CurrentStack current,
      UiTasks tasks,
      StackActions actions,
      Remedies remedies,
      Clock clock) {
    this.services = services;
    this.current = current;
    this.tasks = tasks;
    this.actions = actions;
    this.remedies = remedies;
    this.clock = clock;
    engine = services.docker().state();
    current.property().subscribe(this::open);
    actions.failureProperty().subscribe(failure -> showCards());
    services.docker().events().subscribe(new UiFeed<>(tasks.ui(), this::applyEngine));
    services.stacks().events().subscribe(new UiFeed<>(tasks.ui(), this::apply));
    services.backups().changes().subscribe(new UiFeed<>(tasks.ui(), ids -> loadBackups()));
  }

  ReadOnlyObjectProperty<HomeMode> modeProperty() {
    return mode.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<@Nullable Stack> stackProperty() {
    return stack.getReadOnlyProperty();
  }

  /** What a start will do; null while that is not known. */
  ReadOnlyObjectProperty<@Nullable StartPreview> previewProperty() {
    return preview.getReadOnlyProperty();
  }

  ReadOnlyStringProperty summaryProperty() {
    return summary.getReadOnlyProperty();
  }

  /** What each service uses, in bytes; empty while nobody has measured. */
  ReadOnlyObjectProperty<Map<String, Long>> memoryProperty() {
    return memory.getReadOnlyProperty();
  }

  /** The stack runs and Ollama has no model: the last of the first steps. */
  ReadOnlyBooleanProperty modelMissingProperty() {
    return modelMissing.getReadOnlyProperty();
  }

  /** Problems, the engine's first. */
  ObservableList<Card> cards() {
    return cards;
  }

  /** Newest first. */
  Instant now() {
    return clock.instant();
  }

  ObservableList<StackEvent.Timeline> timeline() {
    return timeline;
  }

  /** Images on their way, by service. */
  ObservableMap<String, Pull> pulls() {
    return pulls;
  }

  Optional<String> grafanaUrl() {
    Stack shown = stack.get();
    return shown == null
        ? Optional.empty()
        : shown.services().stream()
            .filter(service -> service.kind().equals("grafana") && !service.webUrl().isEmpty())
            .map(ServiceStatus::webUrl)
            .findFirst();
  }

  /** It is on show: figures are kept fresh. */
  void shown() {
    refresh();
    ticking.add(tasks.ui().every(TICK, this::refresh));
  }

  void hidden() {
    ticking.forEach(Subscription::close);
    ticking.clear();
  }

  void start() {
    withStack(actions::start);
  }

  void stop() {
    withStack(shown -> actions.stop(shown));
  }

  void restart() {
    withStack(shown -> actions.restart(shown));
  }

  /** Ends a start: what this window began is cancelled, anything else is stopped. */
  void cancelStart() {
    StackId id = current.get();
    if (actions.canCancelStart(id)) {
      actions.cancelStart(id);
    } else {
      stop();
    }
  }

  void backUp() {
    backupProblem = null;
    showCards();
    withStack(shown ->
        tasks.job(
            "Back up " + shown.title(),
            control -> services.backups().create(shown.id(), BackupOptions.standard(), control),
            done -> loadBackups(),
            problem -> {
              backupProblem = problem;
              showCards();
            }));
  }

  void dismissModelStep() {
    modelStepDismissed = true;
    modelMissing.set(false);
  }

  private void withStack(Consumer<Stack> order) {
    Stack shown = stack.get();
    if (shown != null) {
      order.accept(shown);
    }
  }

  private void open(StackId id) {
    stack.set(null);
    preview.set(null);
    pulls.clear();
    newestBackup = null;
    backupsKnown = false;
    memory.set(Map.of());
    timeline.setAll(services.stacks().timeline(id).reversed());
    try {
      show(services.stacks().get(id));
    } catch (ProblemException e) {
      update();
    }
    loadBackups();
  }

  private void applyEngine(List<DockerConnection.State> states) {
    engine = states.getLast();
    update();
    loadPreview();
  }

  private void apply(List<StackEvent> events) {
    Stack newest = null;
    List<StackEvent.Timeline> lines = new ArrayList<>();
    for (StackEvent event : events) {
      if (event.stack().equals(current.get())) {
        switch (event) {
          case StackEvent.Changed changed -> newest = changed.snapshot();
          case StackEvent.Timeline line -> lines.addFirst(line);
          case StackEvent.Pulling pull ->
              pulls.put(
                  pull.service(),
                  new Pull(pull.service(), pull.image(), pull.current(), pull.total()));
        }
      }
    }
    // The snapshot of the opening may hold lines that come as events too.
    lines.removeIf(timeline::contains);
    timeline.addAll(0, lines);
    if (timeline.size() > LINES) {
      timeline.remove(LINES, timeline.size());
    }
    if (newest != null) {
      show(newest);
    }
  }

  private void show(Stack snapshot) {
    Stack before = stack.get();
    stack.set(snapshot);
    pulls
        .keySet()
        .removeIf(name ->
            snapshot.service(name).map(ServiceStatus::state).orElse(ServiceState.STOPPED)
                != ServiceState.PULLING);
    update();
    if (before == null || before.state() != snapshot.state()) {
      loadPreview();
      loadModels();
      measure();
    }
  }

  private void update() {
    mode.set(HomeMode.of(engine, stack.get()));
    showSummary();
    showCards();
  }

  private void refresh() {
    showSummary();
    measure();
    loadModels();
  }

  private long memoryBytes() {
    return memory.get().isEmpty()
        ? -1
        : memory.get().values().stream().mapToLong(Long::longValue).sum();
  }

  private void showSummary() {
    Stack shown = stack.get();
    summary.set(
        shown == null
            ? ""
            : new Summary(shown, memoryBytes(), backupsKnown, newestBackup)
                .text(clock.instant(), clock.getZone()));
  }

  private void showCards() {
    List<Card> wanted = new ArrayList<>();
    Stack shown = stack.get();
    if (engine instanceof DockerConnection.State.Disconnected(EngineProblem problem)) {
      wanted.add(new Card(problem, remedies.ofEngine(problem)));
    } else if (shown != null) {
      StackFailure failure = actions.failureProperty().get();
      if (failure != null && failure.stack().equals(shown.id())) {
        wanted.add(new Card(failure.problem(), remedies.of(failure.problem(), shown)));
      }
      shown.services().stream()
          .map(ServiceStatus::problem)
          .filter(Objects::nonNull)
          .filter(problem -> !(problem instanceof DependencyFailed))
          .filter(problem -> wanted.stream().noneMatch(card -> card.problem().equals(problem)))
          .forEach(problem -> wanted.add(new Card(problem, remedies.of(problem, shown))));
      if (backupProblem != null) {
        wanted.add(new Card(backupProblem, remedies.of(backupProblem, shown)));
      }
    }
    if (!problems(wanted).equals(problems(cards))) {
      cards.setAll(wanted);
    }
  }

  private static List<Problem> problems(List<Card> cards) {
    return cards.stream().map(Card::problem).toList();
  }

  private void loadPreview() {
    StackId id = current.get();
    if (mode.get() != HomeMode.STOPPED) {
      return;
    }
    tasks.load(
        "Plan the start",
        () -> services.stacks().plan(id),
        plan -> {
          if (id.equals(current.get())) {
            preview.set(StartPreview.of(plan, engine.engine().orElse(null)));
          }
        },
        problem -> preview.set(null));
  }

  private void loadBackups() {
    StackId id = current.get();
    tasks.load(
        "Read the backups",
        () -> services.backups().list(id),
        list -> {
          if (id.equals(current.get())) {
            backupsKnown = true;
            newestBackup = list.isEmpty() ? null : list.getFirst();
            showSummary();
          }
        },
        problem -> {});
  }

  private void loadModels() {
    if (mode.get() != HomeMode.RUNNING || modelStepDismissed) {
      modelMissing.set(false);
      return;
    }
    tasks.load(
        "Read the models",
        () -> services.models().list(),
        list -> modelMissing.set(list.isEmpty() && !modelStepDismissed),
        problem -> modelMissing.set(false));
  }

  private void measure() {
    StackId id = current.get();
    if (mode.get() != HomeMode.RUNNING) {
      memory.set(Map.of());
      return;
    }
    tasks.load(
        "Measure the services",
        () -> services.metrics().sample(id),
        sample -> {
          memory.set(
              sample.stream()
                  .collect(toMap(ServiceUse::service, ServiceUse::memoryBytes, Long::sum)));
          showSummary();
        },
        problem -> {});
  }
}
