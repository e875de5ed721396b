// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.testing;

import dev.wheelhouse.engine.event.EventBus;
import dev.wheelhouse.engine.event.Events;
import dev.wheelhouse.engine.settings.Settings;
import dev.wheelhouse.engine.settings.SettingsStore;
import java.util.List;
import java.util.function.UnaryOperator;

/** Settings in memory. */
public final class FakeSettings implements SettingsStore {
  private final EventBus<Settings> events = new EventBus<>(() -> List.of(get()));
  private volatile Settings settings = Settings.standard();

  @Override
  public Settings get() {
    return settings;
  }

  @Override
  public Settings update(UnaryOperator<Settings> change) {
    settings = change.apply(settings);
    events.publish(settings);
    return settings;
  }

  @Override
  public Events<Settings> events() {
    return events;
  }
}
