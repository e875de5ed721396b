// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.settings;

import dev.wheelhouse.engine.event.Events;
import java.util.function.UnaryOperator;

/** Keeps the settings in a file; a broken file is set aside and told, never overwritten. */
public interface SettingsStore {
  Settings get();

  /** Changes the settings, writes the file and tells the subscribers. */
  Settings update(UnaryOperator<Settings> change);

  Events<Settings> events();
}
