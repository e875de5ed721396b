// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.logs;

import dev.wheelhouse.desktop.control.AnchoredFlow;
import dev.wheelhouse.desktop.control.FlowHeights;
import dev.wheelhouse.desktop.frame.Frame;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.StackPane;
import javafx.scene.text.Font;
import javafx.scene.text.Text;

/** The list of lines: selection by mouse and keyboard, copying, details of one line. */
final class LogPane extends StackPane implements AnchoredFlow.Rows<LogRow> {
  private static final int SPARE = 80;

  private final LogsViewModel model;
  private final LogLines lines;
  private final Frame frame;
  private final LogColors colors;
  private final Deque<LogRow> spare = new ArrayDeque<>();
  private final AnchoredFlow<LogRow> flow = new AnchoredFlow<>(this, FlowHeights.uniform(20));
  private final double characterWidth;
  private double widest;
  private long anchor = -1;
  private long lead = -1;

  LogPane(LogsViewModel model, Frame frame, LogColors colors) {
    this.model = model;
    this.lines = model.lines();
    this.frame = frame;
    this.colors = colors;
    Text sample = new Text("0".repeat(100));
    sample.setFont(Font.font("Wheelhouse Mono", 12));
    characterWidth = sample.getLayoutBounds().getWidth() / 100;
    getStyleClass().add("log-pane");
    setFocusTraversable(true);
    setAccessibleRole(AccessibleRole.LIST_VIEW);
    setAccessibleText("Log lines");
    getChildren().add(flow);
    model.revisionProperty().subscribe(flow::changed);
    model.resetsProperty().subscribe((before, now) -> reset());
    model.wrapProperty().subscribe((before, now) -> relook());
    model.timesProperty().subscribe((before, now) -> relook());
    model.finder().matchProperty().subscribe((before, now) -> relook());
    model.onReveal(this::reveal);
    addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    addEventHandler(MouseEvent.MOUSE_PRESSED, this::pressed);
    addEventHandler(MouseEvent.MOUSE_DRAGGED, this::dragged);
  }

  AnchoredFlow<LogRow> flow() {
    return flow;
  }

  @Override
  public long first() {
    return lines.first();
  }

  @Override
  public long end() {
    return lines.end();
  }

  @Override
  public LogRow obtain(long key) {
    RowLook look = look();
    LogRow row = spare.isEmpty() ? new LogRow(look) : spare.pop();
    StoredLine line = lines.get(key);
    row.show(line, colors.of(line.service()), look);
    row.setSelected(isSelected(key));
    row.setFound(line.index() == model.finder().currentLine());
    widen(row);
    return row;
  }

  @Override
  public void release(long key, LogRow row) {
    if (spare.size() < SPARE) {
      spare.push(row);
    }
  }

  /** The selected lines as text; empty for none. */
  String selectedText() {
    return anchor < 0 ? "" : model.copy(Math.min(anchor, lead), Math.max(anchor, lead) + 1);
  }

  private RowLook look() {
    return new RowLook(
        model.timesProperty().get(),
        model.wrapProperty().get(),
        Math.clamp(colors.longestName(), 6, 18) * characterWidth,
        characterWidth,
        model.finder().matchProperty().get(),
        colors.zone());
  }

  /** Lines only ever make the content wider, so that it does not jump sideways. */
  private void widen(LogRow row) {
    if (!model.wrapProperty().get() && row.naturalWidth() > widest) {
      widest = row.naturalWidth();
      flow.setContentWidth(widest);
    }
  }

  private void reset() {
    anchor = -1;
    lead = -1;
    widest = 0;
    flow.setContentWidth(0);
    flow.reset(true);
  }

  private void relook() {
    widest = 0;
    flow.setContentWidth(0);
    flow.renew();
  }

  private void reveal(long key) {
    flow.reveal(key);
    flow.nodes().forEach((shown, row) -> row.setFound(shown == key));
  }

  private boolean isSelected(long key) {
    return anchor >= 0 && key >= Math.min(anchor, lead) && key <= Math.max(anchor, lead);
  }

  private void select(long from, long to) {
    anchor = from;
    lead = to;
    flow.nodes().forEach((key, row) -> row.setSelected(isSelected(key)));
  }

  private void pressed(MouseEvent event) {
    requestFocus();
    long key = keyAt(event);
    if (key < 0 || event.getButton() != MouseButton.PRIMARY) {
      return;
    }
    select(event.isShiftDown() && anchor >= 0 ? anchor : key, key);
    if (event.getClickCount() == 2) {
      details();
    }
  }

  private void dragged(MouseEvent event) {
    long key = keyAt(event);
    if (anchor >= 0 && key >= 0) {
      select(anchor, key);
    }
  }

  private long keyAt(MouseEvent event) {
    double y = event.getSceneY();
    for (Map.Entry<Long, LogRow> entry : flow.nodes().entrySet()) {
      var bounds = entry.getValue().localToScene(entry.getValue().getBoundsInLocal());
      if (y >= bounds.getMinY() && y < bounds.getMaxY() && inList(event)) {
        return entry.getKey();
      }
    }
    return -1;
  }

  /** Not on a scroll bar. */
  private boolean inList(MouseEvent event) {
    Node node = event.getPickResult().getIntersectedNode();
    while (node != null && !node.equals(this)) {
      if (node.getStyleClass().contains("scroll-bar")) {
        return false;
      }
      node = node.getParent();
    }
    return true;
  }

  private void key(KeyEvent event) {
    if (KeyCombination.valueOf("Shortcut+C").match(event)) {
      frame.outside().copy(selectedText());
    } else if (KeyCombination.valueOf("Shortcut+A").match(event)) {
      select(lines.first(), lines.end() - 1);
    } else if (!navigate(event)) {
      return;
    }
    event.consume();
  }

  private boolean navigate(KeyEvent event) {
    KeyCode code = event.getCode();
    switch (code) {
      case UP -> step(-1, event.isShiftDown());
      case DOWN -> step(1, event.isShiftDown());
      case PAGE_UP -> flow.page(-1);
      case PAGE_DOWN -> flow.page(1);
      case HOME -> flow.scrollToStart();
      case END -> flow.scrollToEnd();
      case ENTER -> details();
      default -> {
        return false;
      }
    }
    return true;
  }

  private void step(int direction, boolean extend) {
    if (lines.end() == lines.first()) {
      return;
    }
    long from = lead < 0 ? flow.endShown() : lead;
    long key = Math.clamp(from + direction, lines.first(), lines.end() - 1);
    select(extend && anchor >= 0 ? anchor : key, key);
    flow.reveal(key);
  }

  private void details() {
    if (lead >= lines.first() && lead < lines.end()) {
      StoredLine line = lines.get(lead);
      frame.inspector().show("Log line", new LineDetails(line, colors.zone(), frame.outside()));
    }
  }
}
