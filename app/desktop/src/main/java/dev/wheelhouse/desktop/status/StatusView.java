// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.status;

import dev.wheelhouse.desktop.action.Remedy;
import dev.wheelhouse.desktop.action.RemedyButtons;
import dev.wheelhouse.desktop.action.StackFailure;
import dev.wheelhouse.desktop.control.Buttons;
import dev.wheelhouse.desktop.control.Chart;
import dev.wheelhouse.desktop.control.EmptyState;
import dev.wheelhouse.desktop.control.PageHeader;
import dev.wheelhouse.desktop.control.ProblemCard;
import dev.wheelhouse.desktop.control.Tables;
import dev.wheelhouse.desktop.control.Visibility;
import dev.wheelhouse.desktop.format.Amounts;
import dev.wheelhouse.desktop.frame.Frame;
import dev.wheelhouse.desktop.frame.Screen;
import dev.wheelhouse.desktop.theme.Tone;
import dev.wheelhouse.engine.metric.ServiceUse;
import dev.wheelhouse.engine.problem.EngineProblem;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.stack.ServiceStatus;
import dev.wheelhouse.engine.stack.Stack;
import dev.wheelhouse.engine.stack.StackState;
import dev.wheelhouse.engine.text.Sizes;
import java.util.Comparator;
import java.util.List;
import javafx.beans.value.ChangeListener;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** Shows {@link StatusViewModel}. */
public final class StatusView implements Screen {
  private static final String SPAN = "The last two minutes, all services";
  private static final double WITH_RESTARTS = 898;
  private static final double WITH_PORTS = 826;
  private static final double WITH_UPTIME = 690;
  private static final double WITH_ACTIONS = 592;
  private static final double USE_HEIGHT = 148;

  private final StatusViewModel model;
  private final ServiceActions serviceActions;
  private final Frame frame;
  private final ChangeListener<ServiceStatus> follow = (status, old, now) -> inspect(now);
  private final Chart cpuUse = new Chart("CPU", Tone.ACCENT, UseHistory.MOST);
  private final Chart memoryUse = new Chart("Memory", Tone.ACCENT, UseHistory.MOST);
  private @Nullable ServiceRow inspected;

  @FXML private VBox root;
  @FXML private PageHeader header;
  @FXML private VBox problem;
  @FXML private VBox tableCard;
  @FXML private HBox use;
  @FXML private TableView<ServiceRow> table;
  @FXML private TableColumn<ServiceRow, ServiceStatus> name;
  @FXML private TableColumn<ServiceRow, ServiceStatus> state;
  @FXML private TableColumn<ServiceRow, String> uptime;
  @FXML private TableColumn<ServiceRow, @Nullable ServiceUse> cpu;
  @FXML private TableColumn<ServiceRow, @Nullable ServiceUse> memory;
  @FXML private TableColumn<ServiceRow, ServiceStatus> ports;
  @FXML private TableColumn<ServiceRow, ServiceStatus> restarts;
  @FXML private TableColumn<ServiceRow, ServiceStatus> actions;

  public StatusView(StatusViewModel model, ServiceActions serviceActions, Frame frame) {
    this.model = model;
    this.serviceActions = serviceActions;
    this.frame = frame;
  }

  @FXML
  void initialize() {
    header.subtitleProperty().bind(model.summaryProperty());
    table.setItems(model.rows());
    Tables.hug(table, tableCard);
    table.setPlaceholder(
        new EmptyState(Feather.LAYERS, "No services", "This stack has no services yet."));
    name.setCellFactory(column -> new Cells.Name());
    state.setCellFactory(column -> new Cells.State());
    ports.setCellFactory(column -> new Cells.Ports(serviceActions::open));
    restarts.setCellFactory(column -> new Cells.Restarts());
    actions.setCellFactory(column -> new ActionsCell(serviceActions));
    cpu.setCellFactory(column -> new Cells.Cpu());
    memory.setCellFactory(column -> new Cells.Memory());
    for (var column : List.of(name, state, ports, restarts, actions)) {
      column.setCellValueFactory(cell -> cell.getValue().statusProperty());
    }
    cpu.setCellValueFactory(cell -> cell.getValue().useProperty());
    memory.setCellValueFactory(cell -> cell.getValue().useProperty());
    uptime.setCellValueFactory(cell -> cell.getValue().uptimeProperty());
    sortable();
    table.getSelectionModel().selectedItemProperty().subscribe(this::select);
    table.widthProperty().subscribe(width -> fit(width.doubleValue()));
    use.getChildren().setAll(cpuUse, memoryUse);
    use.setPrefHeight(USE_HEIGHT);
    for (Chart card : List.of(cpuUse, memoryUse)) {
      HBox.setHgrow(card, Priority.ALWAYS);
      card.setPrefWidth(300);
      card.setMinWidth(0);
    }
    model.historyProperty().subscribe(history -> showUse());
    root.heightProperty().subscribe(height -> showUse());
    table.prefHeightProperty().subscribe(height -> showUse());
    model.engineProblemProperty().subscribe(cause -> showProblem());
    serviceActions.failureProperty().subscribe(failure -> showProblem());
    model.stackProperty().subscribe(this::showOrders);
  }

  @Override
  public Parent root() {
    return root;
  }

  @Override
  public void shown() {
    model.shown();
  }

  @Override
  public void hidden() {
    model.hidden();
    table.getSelectionModel().clearSelection();
  }

  @Override
  public void open(String service) {
    model.row(service).ifPresent(row -> table.getSelectionModel().select(row));
  }

  @Override
  public void focus() {
    table.requestFocus();
  }

  @Override
  public boolean escape() {
    if (table.getSelectionModel().getSelectedItem() == null) {
      return false;
    }
    table.getSelectionModel().clearSelection();
    return true;
  }

  private void sortable() {
    name.setComparator(Comparator.comparing(ServiceStatus::title));
    state.setComparator(Comparator.comparing(ServiceStatus::state));
    restarts.setComparator(Comparator.comparingInt(ServiceStatus::restarts));
    cpu.setComparator(Comparator.nullsFirst(Comparator.comparingDouble(ServiceUse::cpuShare)));
    memory.setComparator(Comparator.nullsFirst(Comparator.comparingLong(ServiceUse::memoryBytes)));
  }

  private void select(@Nullable ServiceRow row) {
    ServiceRow before = inspected;
    if (before != null) {
      before.statusProperty().removeListener(follow);
    }
    inspected = row;
    if (row == null) {
      if (before != null) {
        frame.inspector().hide();
      }
      return;
    }
    row.statusProperty().addListener(follow);
    inspect(row.status());
  }

  private void inspect(ServiceStatus service) {
    frame.inspector().show(service.title(), new ServiceDetails(service, serviceActions));
  }

  /** The narrower the table, the fewer columns; the details hold what is left out. */
  private void fit(double width) {
    restarts.setVisible(width == 0 || width >= WITH_RESTARTS);
    ports.setVisible(width == 0 || width >= WITH_PORTS);
    uptime.setVisible(width == 0 || width >= WITH_UPTIME);
    actions.setVisible(width == 0 || width >= WITH_ACTIONS);
  }

  private void showProblem() {
    EngineProblem noEngine = model.engineProblemProperty().get();
    StackFailure failure = serviceActions.failureProperty().get();
    problem.getChildren().clear();
    if (noEngine != null) {
      show(noEngine, serviceActions.engineRemedies(noEngine));
    } else if (failure != null) {
      show(failure.problem(), serviceActions.remedies(failure.problem()));
    }
    Visibility.show(problem, !problem.getChildren().isEmpty());
    Visibility.show(tableCard, noEngine == null);
    showUse();
    showOrders(model.stackProperty().get());
  }

  private void show(Problem cause, List<Remedy> remedies) {
    problem.getChildren().add(new ProblemCard(cause, RemedyButtons.of(remedies)));
  }

  /** Only where there is room below the table: what it says comes first. */
  private void showUse() {
    UseHistory history = model.historyProperty().get();
    double taken = header.getHeight() + table.getPrefHeight() + 4 * 24;
    boolean room = root.getHeight() - taken >= USE_HEIGHT;
    Visibility.show(use, room && history.cpu().size() > 1 && tableCard.isVisible());
    if (!history.isEmpty()) {
      cpuUse.show(Amounts.cpu(history.cpu().getLast()), SPAN, history.cpu(), 1);
      double memoryNow = history.memory().getLast();
      memoryUse.show(Sizes.memory((long) memoryNow), SPAN, history.memory(), memoryNow * 1.25);
    }
  }

  private void showOrders(@Nullable Stack stack) {
    header.getActions().clear();
    if (stack == null || model.engineProblemProperty().get() != null) {
      return;
    }
    switch (stack.state()) {
      case STOPPED, DEGRADED -> {
        String words =
            stack.state() == StackState.STOPPED ? "Start " + stack.title() : "Start the rest";
        header.getActions().add(Buttons.primary(Feather.PLAY, words, serviceActions::startAll));
      }
      case RUNNING -> {
        Button stop = Buttons.plain(Feather.SQUARE, "Stop", serviceActions::stopAll);
        stop.setTooltip(new Tooltip("Stops all services. Your data is kept."));
        header.getActions().add(stop);
      }
      case STARTING, STOPPING, UNKNOWN -> {}
    }
  }
}
