// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.config;

import dev.wheelhouse.engine.event.EventBus;
import dev.wheelhouse.engine.event.Events;
import dev.wheelhouse.engine.platform.BrokenFiles;
import dev.wheelhouse.engine.platform.PrivateFiles;
import dev.wheelhouse.engine.problem.HomeProblem.SetAside;
import dev.wheelhouse.engine.problem.InputProblem.BadInput;
import dev.wheelhouse.engine.problem.InputProblem.FileTrouble;
import dev.wheelhouse.engine.problem.Notices;
import dev.wheelhouse.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The gateway's settings in a JSON file. Each change reads the file again first, because another
 * Wheelhouse of the same home may have written it. A file that cannot be read is set aside and
 * told, never overwritten.
 */
public final class GatewaySettingsFile implements GatewaySettingsStore {
  private final Path file;
  private final Notices notices;
  private final Clock clock;
  private final Consumer<GatewaySettings> use;
  private final Object lock = new Object();
  private final EventBus<GatewaySettings> events = new EventBus<>(() -> List.of(get()));
  private GatewaySettings settings;

  /**
   * Reads the file, where there is one.
   *
   * @param use puts settings in use; throws when that cannot be done, and leaves those before then
   */
  public GatewaySettingsFile(
      Path file, Notices notices, Clock clock, Consumer<GatewaySettings> use) {
    this.file = file;
    this.notices = notices;
    this.clock = clock;
    this.use = use;
    this.settings = read().settings();
  }

  private record Content(GatewaySettingsJson format, GatewaySettings settings) {
    static final Content NONE = new Content(GatewaySettingsJson.empty(), GatewaySettings.STANDARD);
  }

  @Override
  public GatewaySettings get() {
    synchronized (lock) {
      return settings;
    }
  }

  @Override
  public GatewaySettings update(UnaryOperator<GatewaySettings> change) {
    GatewaySettings changed;
    synchronized (lock) {
      Content present = read();
      changed = change(present.settings(), change);
      use.accept(changed);
      try {
        PrivateFiles.write(file, present.format().with(changed));
      } catch (ProblemException e) {
        use.accept(settings);
        throw e;
      }
      settings = changed;
    }
    events.publish(changed);
    return changed;
  }

  @Override
  public Events<GatewaySettings> events() {
    return events;
  }

  private static GatewaySettings change(
      GatewaySettings present, UnaryOperator<GatewaySettings> change) {
    try {
      return change.apply(present);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          new BadInput(
              "The gateway's setting", String.valueOf(e.getMessage()), "Correct it and try again."),
          e);
    }
  }

  private Content read() {
    byte[] content;
    try {
      content = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return Content.NONE;
    } catch (IOException e) {
      throw new ProblemException(new FileTrouble(file.toString(), e.toString()), e);
    }
    try {
      GatewaySettingsJson format = GatewaySettingsJson.parse(content);
      return new Content(format, format.settings());
    } catch (IOException e) {
      Path kept = BrokenFiles.setAside(file, clock);
      notices.add(new SetAside("gateway's settings file", kept.toString(), firstLine(e)));
      return Content.NONE;
    }
  }

  /** Jackson's messages go on with a piece of the content, which is none of our business. */
  private static String firstLine(IOException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("unreadable");
  }
}
