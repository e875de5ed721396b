// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.fx;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Brings items from any thread to the UI thread in batches: while a hand-over waits, later items
 * join it, so that at most one is queued and clicks are never starved. Order is kept and nothing
 * gets lost.
 */
public final class UiFeed<T> implements Consumer<T> {
  private final UiThread ui;
  private final Consumer<List<T>> apply;
  private final Object lock = new Object();
  private List<T> waiting = new ArrayList<>();
  private boolean queued;
  private boolean closed;

  /**
   * @param apply gets each batch, on the UI thread
   */
  public UiFeed(UiThread ui, Consumer<List<T>> apply) {
    this.ui = ui;
    this.apply = apply;
  }

  @Override
  public void accept(T item) {
    acceptAll(List.of(item));
  }

  /** Adds several items at once. */
  public void acceptAll(List<? extends T> items) {
    if (items.isEmpty()) {
      return;
    }
    synchronized (lock) {
      if (closed) {
        return;
      }
      waiting.addAll(items);
      if (queued) {
        return;
      }
      queued = true;
    }
    ui.post(this::deliver);
  }

  /** Drops what waits and hands over nothing more. */
  public void close() {
    synchronized (lock) {
      closed = true;
      waiting = new ArrayList<>();
    }
  }

  private void deliver() {
    List<T> batch;
    synchronized (lock) {
      batch = waiting;
      waiting = new ArrayList<>();
      queued = false;
    }
    if (!batch.isEmpty()) {
      apply.accept(batch);
    }
  }
}
