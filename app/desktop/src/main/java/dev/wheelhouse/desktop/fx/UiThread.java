// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.fx;

import dev.wheelhouse.engine.event.Subscription;
import java.time.Duration;

/** The door to the UI thread. Tests give one that runs everything at once. */
public interface UiThread {

  /** Runs the action on the UI thread, later, in the order of the calls; never blocks. */
  void post(Runnable action);

  /**
   * Runs the action on the UI thread again and again until closed; the first time after one period.
   * Costs no repaint by itself: no animation timer is behind it.
   */
  Subscription every(Duration period, Runnable action);

  /** Runs the action once on the UI thread after the delay, unless closed before. */
  Subscription after(Duration delay, Runnable action);
}
