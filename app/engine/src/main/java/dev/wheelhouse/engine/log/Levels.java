// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.wheelhouse.engine.log.LogLine.Level;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Tells how loud a line is, by the forms in which common programs say it: JSON, logfmt, Postgres,
 * Redis, nginx, klog, and a word in capitals near the beginning.
 */
final class Levels {
  private static final int HEAD = 120;
  private static final JsonFactory JSON = new JsonFactory();
  private static final Set<String> JSON_KEYS =
      Set.of("level", "severity", "lvl", "levelname", "loglevel", "log.level", "@level");

  private static final Map<String, Level> WORDS =
      Map.ofEntries(
          Map.entry("trace", Level.DEBUG),
          Map.entry("verbose", Level.DEBUG),
          Map.entry("debug", Level.DEBUG),
          Map.entry("dbg", Level.DEBUG),
          Map.entry("info", Level.INFO),
          Map.entry("information", Level.INFO),
          Map.entry("notice", Level.INFO),
          Map.entry("log", Level.INFO),
          Map.entry("warn", Level.WARNING),
          Map.entry("warning", Level.WARNING),
          Map.entry("error", Level.ERROR),
          Map.entry("err", Level.ERROR),
          Map.entry("eror", Level.ERROR),
          Map.entry("severe", Level.ERROR),
          Map.entry("fatal", Level.ERROR),
          Map.entry("crit", Level.ERROR),
          Map.entry("critical", Level.ERROR),
          Map.entry("alert", Level.ERROR),
          Map.entry("emerg", Level.ERROR),
          Map.entry("emergency", Level.ERROR),
          Map.entry("panic", Level.ERROR));

  /** {@code level=info}, {@code lvl="warn"}. */
  private static final Pattern LOGFMT =
      Pattern.compile("(?i)(?:^|[ ,])(?:level|lvl|severity)=\"?([a-z]+)");

  /** {@code [error]}, {@code [warn]}, {@code <info>}. */
  private static final Pattern BRACKETS = Pattern.compile("(?i)[\\[<]([a-z]{3,11})[\\]>|:]");

  /** {@code ERROR:}, {@code WARN main}, {@code INFO [x]}, {@code DEBUG1:}. */
  private static final Pattern CAPITALS =
      Pattern.compile(
          "(?:^|[^A-Za-z0-9_])(TRACE|VERBOSE|DEBUG|DBG|INFO|INFORMATION|NOTICE|LOG|WARN|WARNING"
              + "|ERROR|ERR|SEVERE|FATAL|CRIT|CRITICAL|ALERT|EMERG|PANIC)(?:[1-5]?)(?:[^A-Za-z0-9_]|$)");

  /** {@code 1:M 21 Nov 2026 08:00:00.000 * Ready}. */
  private static final Pattern REDIS =
      Pattern.compile("^\\d+:[XCSM] \\d\\d? [A-Z][a-z]{2} \\d{4} [\\d:.]+ ([.*#-]) ");

  /** {@code E0304 12:00:00.000000 ...}. */
  private static final Pattern KLOG = Pattern.compile("^([DIWEF])\\d{4} \\d\\d:\\d\\d:\\d\\d");

  private Levels() {}

  static Level of(String text) {
    if (text.startsWith("{")) {
      return json(text);
    }
    String head = text.length() <= HEAD ? text : text.substring(0, HEAD);
    Level level = symbol(head);
    if (level == Level.UNKNOWN) {
      level = word(LOGFMT, head);
    }
    if (level == Level.UNKNOWN) {
      level = word(BRACKETS, head);
    }
    return level == Level.UNKNOWN ? word(CAPITALS, head) : level;
  }

  private static Level symbol(String head) {
    Matcher redis = REDIS.matcher(head);
    if (redis.find()) {
      return switch (redis.group(1)) {
        case ".", "-" -> Level.DEBUG;
        case "#" -> Level.WARNING;
        default -> Level.INFO;
      };
    }
    Matcher klog = KLOG.matcher(head);
    if (klog.find()) {
      return switch (klog.group(1)) {
        case "D" -> Level.DEBUG;
        case "W" -> Level.WARNING;
        case "E", "F" -> Level.ERROR;
        default -> Level.INFO;
      };
    }
    return Level.UNKNOWN;
  }

  /** The first match that is a level; {@code [main]} is in brackets too. */
  private static Level word(Pattern pattern, String head) {
    Matcher matcher = pattern.matcher(head);
    while (matcher.find()) {
      Level level = named(matcher.group(1));
      if (level != Level.UNKNOWN) {
        return level;
      }
    }
    return Level.UNKNOWN;
  }

  private static Level named(String word) {
    return WORDS.getOrDefault(word.toLowerCase(Locale.ROOT), Level.UNKNOWN);
  }

  /** The level field of the outermost object; the rest is skipped. */
  private static Level json(String text) {
    try (JsonParser parser = JSON.createParser(text)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean wanted = JSON_KEYS.contains(parser.currentName().toLowerCase(Locale.ROOT));
        JsonToken value = parser.nextToken();
        if (wanted && value == JsonToken.VALUE_STRING) {
          return named(parser.getText());
        }
        if (wanted && value == JsonToken.VALUE_NUMBER_INT) {
          return numbered(parser.getLongValue());
        }
        parser.skipChildren();
      }
      return Level.UNKNOWN;
    } catch (IOException e) {
      // it only looked like JSON, or was cut
      return Level.UNKNOWN;
    }
  }

  /** The numbers of Bunyan and pino. */
  private static Level numbered(long number) {
    if (number < 10 || number > 60) {
      return Level.UNKNOWN;
    }
    return number < 30
        ? Level.DEBUG
        : number < 40 ? Level.INFO : number < 50 ? Level.WARNING : Level.ERROR;
  }
}
