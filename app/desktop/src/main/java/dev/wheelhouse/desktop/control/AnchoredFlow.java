// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.control;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.geometry.Orientation;
import javafx.scene.control.ScrollBar;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;

/**
 * A list of rows of any height that stays where the user reads. Only rows in sight have nodes. The
 * position is a row and a distance, not a share of the whole: what is added below, or removed
 * above, moves nothing in sight. At the end, and only there, it follows what is added. JavaFX's
 * list view guesses heights and jumps when rows grow.
 */
public final class AnchoredFlow<N extends Region> extends Region {

  /** Where the rows come from; keys are consecutive numbers. */
  public interface Rows<N> {
    long first();

    /** The key after the last row. */
    long end();

    /** A node that shows the row. */
    N obtain(long key);

    /** The node is not needed any more. */
    void release(long key, N node);
  }

  private static final double SHORTEST_THUMB = 32;

  private final Rows<N> rows;
  private final FlowHeights heights;
  private final Map<Long, N> live = new HashMap<>();
  private final Map<Long, Double> shownHeights = new HashMap<>();
  private final ScrollBar upDown = new ScrollBar();
  private final ScrollBar leftRight = new ScrollBar();
  private final Rectangle clip = new Rectangle();
  private final ReadOnlyBooleanWrapper following = new ReadOnlyBooleanWrapper(true);

  private double widest = Double.MAX_VALUE;
  private double contentWidth;
  private long anchor;
  private double anchorY;
  private boolean moved;
  private boolean updatingBars;
  private double lastWidth = -1;
  private long firstShown;
  private long endShown;

  public AnchoredFlow(Rows<N> rows, FlowHeights heights) {
    this.rows = rows;
    this.heights = heights;
    getStyleClass().add("anchored-flow");
    upDown.setOrientation(Orientation.VERTICAL);
    upDown.setUnitIncrement(40);
    leftRight.setOrientation(Orientation.HORIZONTAL);
    leftRight.setUnitIncrement(40);
    upDown.valueProperty().addListener(_ -> barMoved());
    leftRight.valueProperty().addListener(_ -> requestLayout());
    addEventHandler(ScrollEvent.SCROLL, this::wheel);
    setClip(clip);
    getChildren().addAll(upDown, leftRight);
  }

  /** Rows are at most this wide and stand in the middle. */
  public void setWidest(double pixels) {
    widest = pixels;
    requestLayout();
  }

  /** Rows are at least this wide; a bar below appears when that is more than there is. */
  public void setContentWidth(double pixels) {
    if (contentWidth != pixels) {
      contentWidth = pixels;
      requestLayout();
    }
  }

  /** Whether it stands at the end and follows what is added there. */
  public ReadOnlyBooleanProperty followingProperty() {
    return following.getReadOnlyProperty();
  }

  public boolean isFollowing() {
    return following.get();
  }

  /** Rows were added or removed; nodes of rows that still exist are kept. */
  public void changed() {
    requestLayout();
  }

  /** The keys mean other rows now: every node is given back, and the position starts anew. */
  public void reset(boolean toEnd) {
    releaseOutside(Long.MAX_VALUE, Long.MAX_VALUE);
    heights.forget();
    following.set(toEnd);
    anchor = rows.first();
    anchorY = 0;
    requestLayout();
  }

  /** Some keys mean other rows now; the position stays as far as it can. */
  public void renew() {
    releaseOutside(Long.MAX_VALUE, Long.MAX_VALUE);
    requestLayout();
  }

  public void scrollToEnd() {
    following.set(true);
    requestLayout();
  }

  public void scrollToStart() {
    move(rows.first(), 0);
  }

  /** Shows this row a third from the top, unless it is in sight already. */
  public void reveal(long key) {
    N node = live.get(key);
    boolean inSight =
        node != null
            && node.getLayoutY() >= 0
            && node.getLayoutY() + node.getHeight() <= viewHeight();
    if (!inSight) {
      move(key, viewHeight() / 3);
    }
  }

  /** Moves the rows up by so many pixels. */
  public void scrollBy(double pixels) {
    if (pixels != 0) {
      move(anchor, anchorY - pixels);
    }
  }

  /** Moves by what is in sight, up or down. */
  public void page(int direction) {
    scrollBy(direction * Math.max(40, viewHeight() - 40));
  }

  /** Key of the first row in sight. */
  public long firstShown() {
    return firstShown;
  }

  /** Key after the last row in sight. */
  public long endShown() {
    return endShown;
  }

  /** The nodes that exist now, by key. */
  public Map<Long, N> nodes() {
    return Map.copyOf(live);
  }

  private void move(long key, double y) {
    anchor = key;
    anchorY = y;
    following.set(false);
    moved = true;
    requestLayout();
  }

  private void barMoved() {
    if (updatingBars) {
      return;
    }
    if (upDown.getValue() >= upDown.getMax() - 0.5) {
      scrollToEnd();
    } else {
      long key = heights.at(upDown.getValue());
      move(key, heights.before(key) - upDown.getValue());
    }
  }

  private void wheel(ScrollEvent event) {
    if (event.getDeltaY() != 0) {
      scrollBy(-event.getDeltaY());
    }
    if (event.getDeltaX() != 0 && leftRight.isVisible()) {
      leftRight.setValue(
          Math.clamp(leftRight.getValue() - event.getDeltaX(), 0, leftRight.getMax()));
    }
    event.consume();
  }

  private double viewHeight() {
    double bar = leftRight.isVisible() ? leftRight.getHeight() : 0;
    return Math.max(0, getHeight() - bar - snappedTopInset() - snappedBottomInset());
  }

  private double rowWidth() {
    double room = getWidth() - snappedLeftInset() - snappedRightInset();
    return Math.max(1, Math.max(contentWidth, Math.min(widest, room)));
  }

  @Override
  protected double computeMinWidth(double height) {
    return 0;
  }

  @Override
  protected double computeMinHeight(double width) {
    return 0;
  }

  @Override
  protected void layoutChildren() {
    clip.setWidth(getWidth());
    clip.setHeight(getHeight());
    double width = rowWidth();
    if (width != lastWidth) {
      lastWidth = width;
      heights.forget();
    }
    leftRight.setVisible(contentWidth > getWidth());
    shownHeights.clear();
    long first = rows.first();
    long end = rows.end();
    heights.range(first, end);
    if (first < end) {
      place(first, end, width);
    } else {
      firstShown = first;
      endShown = first;
      releaseOutside(first, first);
      following.set(true);
    }
    layoutBars(width);
  }

  /** Finds which rows are in sight and where, beginning at the anchor. */
  private void place(long first, long end, double width) {
    double room = viewHeight();
    if (following.get()) {
      anchor = end - 1;
      anchorY = room - height(anchor, width);
    } else if (anchor < first) {
      anchor = first;
      anchorY = 0;
    } else if (anchor >= end) {
      anchor = end - 1;
      anchorY = 0;
    }
    long top = anchor;
    double topY = anchorY;
    while (topY > 0 && top > first) {
      top--;
      topY -= height(top, width);
    }
    if (topY > 0) {
      // the first row is in sight: nothing may stand above it
      topY = 0;
    }
    long bottom = top;
    double y = topY;
    while (bottom < end && y < room) {
      y += height(bottom, width);
      bottom++;
    }
    if (y < room) {
      // the last row is in sight: nothing may be empty below it
      topY += room - y;
      while (topY > 0 && top > first) {
        top--;
        topY -= height(top, width);
      }
      topY = Math.min(0, topY);
    }
    show(top, end, topY, width);
  }

  private void show(long top, long end, double topY, double width) {
    double room = viewHeight();
    double x = snappedLeftInset();
    double free = getWidth() - snappedLeftInset() - snappedRightInset() - width;
    x += free > 0 ? Math.floor(free / 2) : -Math.round(leftRight.getValue());
    double y = topY;
    long key = top;
    anchor = top;
    anchorY = topY;
    boolean anchored = false;
    while (key < end && y < room) {
      double height = height(key, width);
      if (y + height > 0) {
        node(key).resizeRelocate(x, snappedTopInset() + snapPositionY(y), width, height);
        if (!anchored) {
          anchored = true;
          anchor = key;
          anchorY = y;
        }
      }
      y += height;
      key++;
    }
    firstShown = anchor;
    endShown = key;
    releaseOutside(anchor, key);
    if (moved) {
      moved = false;
      following.set(key == end && y <= room + 1);
    }
  }

  private double height(long key, double width) {
    return shownHeights.computeIfAbsent(
        key,
        _ -> {
          double height = snapSizeY(node(key).prefHeight(width));
          heights.measured(key, height);
          return height;
        });
  }

  private N node(long key) {
    N known = live.get(key);
    if (known != null) {
      return known;
    }
    N node = rows.obtain(key);
    live.put(key, node);
    // below the bars
    getChildren().addFirst(node);
    node.applyCss();
    return node;
  }

  private void releaseOutside(long from, long to) {
    for (Iterator<Map.Entry<Long, N>> all = live.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<Long, N> entry = all.next();
      if (entry.getKey() < from || entry.getKey() >= to) {
        all.remove();
        getChildren().remove(entry.getValue());
        rows.release(entry.getKey(), entry.getValue());
      }
    }
  }

  /** How long a thumb is, so that it can still be caught with the mouse. */
  private static double share(double seen, double all, double bar) {
    return all <= 0 || bar <= 0
        ? 1
        : Math.min(1, Math.max(seen / all, Math.min(0.5, SHORTEST_THUMB / bar)));
  }

  private void layoutBars(double width) {
    updatingBars = true;
    double room = viewHeight();
    double total = heights.total();
    double most = Math.max(0, total - room);
    upDown.setVisible(most > 0.5);
    upDown.setMax(most);
    upDown.setVisibleAmount(most * share(room, total, getHeight()));
    upDown.setBlockIncrement(Math.max(40, room - 40));
    upDown.setValue(following.get() ? most : Math.clamp(heights.before(anchor) - anchorY, 0, most));
    double across = upDown.prefWidth(-1);
    upDown.resizeRelocate(getWidth() - across, 0, across, getHeight());
    double over = Math.max(0, width - getWidth());
    leftRight.setMax(over);
    leftRight.setVisibleAmount(over * share(getWidth(), width, getWidth()));
    leftRight.setValue(Math.min(leftRight.getValue(), over));
    double high = leftRight.prefHeight(-1);
    leftRight.resizeRelocate(0, getHeight() - high, Math.max(0, getWidth() - across), high);
    updatingBars = false;
  }
}
