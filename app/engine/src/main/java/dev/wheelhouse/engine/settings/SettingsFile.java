// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.settings;

import dev.wheelhouse.engine.event.EventBus;
import dev.wheelhouse.engine.event.Events;
import dev.wheelhouse.engine.platform.BrokenFiles;
import dev.wheelhouse.engine.platform.PrivateFiles;
import dev.wheelhouse.engine.problem.HomeProblem.SetAside;
import dev.wheelhouse.engine.problem.InputProblem.FileTrouble;
import dev.wheelhouse.engine.problem.Notices;
import dev.wheelhouse.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Settings in a JSON file. Each change reads the file again first, because another Wheelhouse of
 * the same home may have written it.
 */
public final class SettingsFile implements SettingsStore {
  private final Path file;
  private final Notices notices;
  private final Clock clock;
  private final Object lock = new Object();
  private final EventBus<Settings> events = new EventBus<>(() -> List.of(get()));
  private Settings settings;

  private SettingsFile(Path file, Notices notices, Clock clock) {
    this.file = file;
    this.notices = notices;
    this.clock = clock;
    this.settings = read().settings();
  }

  /** Reads the file, where there is one. A broken one is set aside, and a notice tells. */
  public static SettingsFile open(Path file, Notices notices, Clock clock) {
    return new SettingsFile(file, notices, clock);
  }

  @Override
  public Settings get() {
    synchronized (lock) {
      return settings;
    }
  }

  @Override
  public Settings update(UnaryOperator<Settings> change) {
    Settings changed;
    synchronized (lock) {
      SettingsJson present = read();
      changed = change.apply(present.settings());
      PrivateFiles.write(file, present.with(changed));
      settings = changed;
    }
    events.publish(changed);
    return changed;
  }

  @Override
  public Events<Settings> events() {
    return events;
  }

  private SettingsJson read() {
    byte[] content;
    try {
      content = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return SettingsJson.empty();
    } catch (IOException e) {
      throw new ProblemException(new FileTrouble(file.toString(), e.toString()), e);
    }
    try {
      return SettingsJson.parse(content);
    } catch (IOException e) {
      Path kept = BrokenFiles.setAside(file, clock);
      notices.add(new SetAside("settings file", kept.toString(), firstLine(e)));
      return SettingsJson.empty();
    }
  }

  /** Jackson's messages go on with a piece of the content, which is none of our business. */
  private static String firstLine(IOException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("unreadable");
  }
}
