// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.headless;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.util.Locale;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** Logs on standard output, as text or as one JSON object a line. */
final class Logs {
  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX,UTC} %-5level %logger{0} %msg%n";

  /** The words that programs of other languages use, too. */
  private static final Map<String, Level> LEVELS =
      Map.of(
          "trace", Level.TRACE,
          "debug", Level.DEBUG,
          "info", Level.INFO,
          "warn", Level.WARN,
          "warning", Level.WARN,
          "error", Level.ERROR,
          "critical", Level.ERROR,
          "fatal", Level.ERROR);

  private Logs() {}

  /** How to log. */
  record Choice(Level level, boolean json) {}

  /** Reads {@code LOG_LEVEL}, {@code LOG_FORMAT} and {@code DEBUG}. */
  static Choice read(Variables variables) {
    boolean debug = variables.flag("DEBUG").orElse(false);
    Level level =
        variables.value("LOG_LEVEL").map(Logs::level).orElse(debug ? Level.DEBUG : Level.INFO);
    boolean json =
        variables
            .value("LOG_FORMAT")
            .map(value ->
                switch (value.text().toLowerCase(Locale.ROOT)) {
                  case "json" -> true;
                  case "text", "plain", "console" -> false;
                  default ->
                      throw new SettingsProblem(
                          value.name(), "This format is not known.", "Use text or json.");
                })
            .orElse(false);
    return new Choice(level, json);
  }

  private static Level level(Variables.Value value) {
    Level level = LEVELS.get(value.text().toLowerCase(Locale.ROOT));
    if (level == null) {
      throw new SettingsProblem(
          value.name(), "This level is not known.", "Use debug, info, warn or error.");
    }
    return level;
  }

  /** Logs so from now on. */
  static void use(Choice choice) {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return; // a program that brings another logger sets it up itself
    }
    context.reset();
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setEncoder(encoder(context, choice.json()));
    console.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(choice.level().isGreaterOrEqual(Level.INFO) ? choice.level() : Level.INFO);
    root.addAppender(console);
    context.getLogger("dev.wheelhouse").setLevel(choice.level());
    context.getLogger("io.helidon").setLevel(Level.WARN);
  }

  /** Logs nothing. */
  static void silence() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.reset();
      context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
    }
  }

  private static Encoder<ILoggingEvent> encoder(LoggerContext context, boolean json) {
    if (json) {
      JsonEncoder encoder = new JsonEncoder();
      encoder.setContext(context);
      encoder.setWithSequenceNumber(false);
      encoder.setWithNanoseconds(false);
      encoder.setWithContext(false);
      encoder.setWithArguments(false);
      encoder.setWithMessage(false);
      encoder.setWithFormattedMessage(true);
      encoder.start();
      return encoder;
    }
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    return encoder;
  }
}
