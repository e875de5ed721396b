// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.testing;

import dev.wheelhouse.desktop.fx.UiTasks;
import dev.wheelhouse.desktop.fx.UiThread;
import dev.wheelhouse.engine.job.Jobs;
import java.time.Clock;
import java.time.ZoneId;

/** Tasks that run at once, on the caller's thread. */
public final class TestTasks {
  private TestTasks() {}

  public static Clock clock() {
    return Clock.fixed(Samples.NOW, ZoneId.of("UTC"));
  }

  public static Jobs jobs() {
    return new Jobs(Runnable::run, clock());
  }

  public static UiTasks direct(UiThread ui) {
    return new UiTasks(ui, Runnable::run, jobs());
  }
}
