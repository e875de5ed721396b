// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.part;

import dev.wheelhouse.desktop.fx.UiThread;
import dev.wheelhouse.engine.event.Subscription;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Looks at something again and again while it is on show. */
public final class Follow {
  private final UiThread ui;
  private final Duration period;
  private final Runnable look;
  private @Nullable Subscription timer;

  public Follow(UiThread ui, Duration period, Runnable look) {
    this.ui = ui;
    this.period = period;
    this.look = look;
  }

  /** Looks at once and then in each period, or not any more. */
  public void on(boolean wanted) {
    if (timer != null) {
      timer.close();
      timer = null;
    }
    if (wanted) {
      look.run();
      timer = ui.every(period, look);
    }
  }
}
