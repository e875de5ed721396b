// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.config;

import dev.wheelhouse.engine.event.EventBus;
import dev.wheelhouse.engine.event.Events;
import dev.wheelhouse.engine.platform.FileTurns;
import dev.wheelhouse.engine.platform.PrivateFiles;
import dev.wheelhouse.engine.problem.InputProblem.BadInput;
import dev.wheelhouse.engine.problem.InputProblem.FileTrouble;
import dev.wheelhouse.engine.problem.Notices;
import dev.wheelhouse.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway's settings in a JSON file, which other processes and people change too. A content
 * that cannot be used is named and never overwritten, and nothing laxer takes its place: a change
 * is refused, a gateway that runs goes on with what it has, and one that starts does not.
 */
public final class GatewaySettingsFile implements GatewaySettingsStore {
  private static final Logger log = LoggerFactory.getLogger(GatewaySettingsFile.class);
  private static final String GONE = "none";

  private final Path file;
  private final Notices notices;
  private final Consumer<GatewaySettings> use;
  private final Object lock = new Object();
  private final EventBus<GatewaySettings> events = new EventBus<>(() -> List.of(get()));
  private volatile GatewaySettings settings = GatewaySettings.STANDARD;
  private Object seen = "";
  private Object before = "";

  /**
   * Reads the file, where there is one.
   *
   * @param use puts settings in use; throws when that cannot be done
   */
  public GatewaySettingsFile(Path file, Notices notices, Consumer<GatewaySettings> use) {
    this.file = file;
    this.notices = notices;
    this.use = use;
    try {
      read();
    } catch (ProblemException e) {
      // who only asks needs no gateway; a gateway that starts reads again, and tells
      log.warn("{} {}", e.problem().cause(), e.problem().evidence());
    }
  }

  private record Content(GatewaySettingsJson format, GatewaySettings settings) {
    static final Content NONE = new Content(GatewaySettingsJson.empty(), GatewaySettings.STANDARD);
  }

  @Override
  public GatewaySettings get() {
    return settings; // without the lock: the window asks, and a change may take a while
  }

  /**
   * What the file says now.
   *
   * @throws ProblemException with {@code BadInput} or {@code FileTrouble} when it cannot be used
   */
  public GatewaySettings read() {
    synchronized (lock) {
      seen = version();
      settings = content().settings();
      return settings;
    }
  }

  @Override
  public GatewaySettings update(UnaryOperator<GatewaySettings> change) {
    GatewaySettings changed =
        FileTurns.holding(
            file,
            () -> {
              synchronized (lock) {
                return changeHeld(change);
              }
            });
    events.publish(changed);
    return changed;
  }

  /** Nobody else changes the file between this reading and this writing. */
  private GatewaySettings changeHeld(UnaryOperator<GatewaySettings> change) {
    Content present = content();
    if (present.equals(Content.NONE)) {
      // a file that was deleted, or is being replaced, is no wish for a gateway without limits
      present = new Content(GatewaySettingsJson.empty(), settings);
    }
    GatewaySettings changed = change(present.settings(), change);
    putInUse(changed);
    try {
      PrivateFiles.write(file, present.format().with(changed));
    } catch (ProblemException e) {
      restore();
      throw e;
    }
    seen = version();
    settings = changed;
    return changed;
  }

  @Override
  public Events<GatewaySettings> events() {
    return events;
  }

  /**
   * Looks whether others have changed the file, and puts in use what they wrote. It has to be the
   * same in two looks, as an editor may still be at work.
   */
  void look() {
    GatewaySettings changed;
    synchronized (lock) {
      Object now = version();
      boolean settled = now.equals(before);
      before = now;
      if (now.equals(seen) || !settled) {
        return;
      }
      seen = now;
      try {
        changed = changed(now);
        if (changed.equals(settings)) {
          return;
        }
        putInUse(changed);
      } catch (ProblemException e) {
        log.warn("{} {}", e.problem().cause(), e.problem().evidence());
        notices.add(e.problem());
        return;
      }
      settings = changed;
    }
    log.info("the settings of the gateway were changed in {}", file);
    events.publish(changed);
  }

  private GatewaySettings changed(Object version) {
    if (version.equals(GONE)) {
      throw new ProblemException(
          new BadInput(
              "The gateway's settings file " + file,
              "it is gone; the settings of before stay in force until the gateway starts anew",
              "Put it back, or change a setting, which writes it anew."));
    }
    return content().settings();
  }

  /** Follows the file until that is closed. */
  public SettingsWatch follow() {
    return new SettingsWatch(this::look);
  }

  private void putInUse(GatewaySettings wanted) {
    try {
      use.accept(wanted);
    } catch (ProblemException e) {
      restore();
      throw e;
    }
  }

  private void restore() {
    try {
      use.accept(settings);
    } catch (ProblemException e) {
      log.warn("the settings of before cannot be used any more: {}", e.problem().evidence());
    }
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

  private Content content() {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return Content.NONE;
    } catch (IOException e) {
      throw new ProblemException(new FileTrouble(file.toString(), e.toString()), e);
    }
    try {
      GatewaySettingsJson format = GatewaySettingsJson.parse(bytes);
      return new Content(format, format.settings());
    } catch (IOException e) {
      throw new ProblemException(
          new BadInput(
              "The gateway's settings file " + file,
              firstLine(e),
              "Correct the file. A gateway that runs keeps the settings of before until then."),
          e);
    }
  }

  private Object version() {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      // the system may know files by number, and a replaced file is another one
      return Arrays.asList(now.fileKey(), now.lastModifiedTime(), now.size());
    } catch (IOException e) {
      return GONE;
    }
  }

  /** Jackson's messages go on with a piece of the content, which is none of our business. */
  private static String firstLine(IOException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("unreadable");
  }
}
