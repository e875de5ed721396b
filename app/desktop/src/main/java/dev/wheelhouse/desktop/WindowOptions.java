// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop;

import dev.wheelhouse.desktop.frame.ScreenName;
import dev.wheelhouse.engine.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the window opens.
 *
 * @param screenshot write a picture there and exit; null for a usual start
 * @param theme null for the user's own
 * @param width 0 for the remembered size
 */
record WindowOptions(
    @Nullable Path screenshot,
    ScreenName screen,
    Settings.@Nullable Theme theme,
    int width,
    int height) {
  static final String USAGE =
      """
      usage: wheelhouse [--screenshot FILE] [--screen NAME] [--theme light|dark] [--size WxH]
      """;

  private static final List<String> OPTIONS =
      List.of("--screenshot", "--screen", "--theme", "--size");
  private static final Pattern SIZE = Pattern.compile("(\\d{3,5})x(\\d{3,5})");

  /** Whether the argument is an option of the window, and not a command. */
  static boolean names(String argument) {
    return OPTIONS.contains(argument);
  }

  /**
   * @throws IllegalArgumentException with a sentence for the user
   */
  static WindowOptions parse(List<String> arguments) {
    WindowOptions options = new WindowOptions(null, ScreenName.HOME, null, 0, 0);
    for (int i = 0; i < arguments.size(); i += 2) {
      String name = arguments.get(i);
      if (i + 1 == arguments.size()) {
        throw new IllegalArgumentException(name + " needs a value");
      }
      options = options.with(name, arguments.get(i + 1));
    }
    return options;
  }

  private WindowOptions with(String name, String value) {
    return switch (name) {
      case "--screenshot" -> new WindowOptions(Path.of(value), screen, theme, width, height);
      case "--screen" ->
          new WindowOptions(
              screenshot, choice(ScreenName.class, name, value), theme, width, height);
      case "--theme" ->
          new WindowOptions(
              screenshot, screen, choice(Settings.Theme.class, name, value), width, height);
      case "--size" -> withSize(value);
      default -> throw new IllegalArgumentException("Unknown option " + name);
    };
  }

  private WindowOptions withSize(String value) {
    Matcher matcher = SIZE.matcher(value);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("--size is like 1280x800, not " + value);
    }
    return new WindowOptions(
        screenshot,
        screen,
        theme,
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)));
  }

  private static <E extends Enum<E>> E choice(Class<E> type, String option, String value) {
    try {
      return Enum.valueOf(type, value.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(option + " cannot be " + value, e);
    }
  }
}
