// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.engine.log.LogLine.Level;
import dev.wheelhouse.engine.problem.InputProblem.BadInput;
import dev.wheelhouse.engine.problem.ProblemException;
import java.time.Duration;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LevelsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "{\"level\":\"warn\",\"msg\":\"x\"} ~ WARNING",
        "{\"time\":1,\"nested\":{\"level\":\"error\"},\"severity\":\"INFO\"} ~ INFO",
        "{\"level\":50,\"msg\":\"pino\"} ~ ERROR",
        "{\"level\":20} ~ DEBUG",
        "{\"msg\":\"ERROR in text\"} ~ UNKNOWN",
        "{\"level\":\"info\",\"msg\":\"cut ~ INFO",
        "{broken ~ UNKNOWN",
        "ts=2026-03-04T05:06:07Z caller=main.go:1 level=info msg=\"an error was fixed\" ~ INFO",
        "time=2026-03-04T05:06:07Z level=ERROR source=x ~ ERROR",
        "2026-03-04 05:06:07.000 UTC [27] LOG:  database system is ready ~ INFO",
        "2026-03-04 05:06:07.000 UTC [31] ERROR:  relation \"x\" does not exist at character 15 ~ ERROR",
        "2026-03-04 05:06:07.000 UTC [31] FATAL:  password authentication failed ~ ERROR",
        "2026-03-04 05:06:07.000 UTC [31] DEBUG1:  x ~ DEBUG",
        "1:M 04 Mar 2026 05:06:07.890 * Ready to accept connections tcp ~ INFO",
        "1:M 04 Mar 2026 05:06:07.890 # WARNING: overcommit ~ WARNING",
        "1:C 04 Mar 2026 05:06:07.890 . verbose ~ DEBUG",
        "2026/03/04 05:06:07 [error] 29#29: *1 connect() failed ~ ERROR",
        "2026/03/04 05:06:07 [notice] 1#1: start worker ~ INFO",
        "E0304 05:06:07.000000       1 reflector.go:123] failed ~ ERROR",
        "I0304 05:06:07.000000       1 main.go:1] ok ~ INFO",
        "INFO:     127.0.0.1:1234 - \"GET / HTTP/1.1\" 200 OK ~ INFO",
        "2026-03-04 05:06:07,000 - app.module - WARNING - careful ~ WARNING",
        "2026-03-04T05:06:07.000Z  WARN 1 --- [main] o.s.Boot : text ~ WARNING",
        "05:06:07.000 [main] ERROR dev.app.Main - boom ~ ERROR",
        "[2026-03-04 05:06:07] CRITICAL in app: text ~ ERROR",
        "panic: runtime error ~ UNKNOWN",
        "127.0.0.1 - - [04/Mar/2026:05:06:07] \"GET /error HTTP/1.1\" 500 12 ~ UNKNOWN",
        "ERRORS are not levels ~ UNKNOWN",
        "INFORMATION_SCHEMA is a table ~ UNKNOWN",
        "an ordinary line ~ UNKNOWN",
      })
  void tellsTheLevel(String line, Level level) {
    assertThat(Levels.of(line)).isEqualTo(level);
  }

  @Property(tries = 500)
  void neverFails(@ForAll String line) {
    assertThat(Levels.of("{" + line)).isNotNull();
    assertThat(Levels.of(line)).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    ", UNKNOWN, true",
    "DEBUG, UNKNOWN, true",
    "INFO, UNKNOWN, true",
    "INFO, DEBUG, false",
    "INFO, INFO, true",
    "WARNING, UNKNOWN, false",
    "WARNING, ERROR, true",
    "ERROR, WARNING, false",
  })
  void passesLinesFromTheLowestLevelOn(Level lowest, Level level, boolean passes) {
    LineFilter filter = LineFilter.of(new LogQuery(Set.of(), 10, null, null, lowest));

    assertThat(filter.passes("text", level)).isEqualTo(passes);
  }

  @Test
  void findsThePatternAnywhere() {
    LineFilter filter = filter("time(d )?out|5\\d\\d ");

    assertThat(filter.passes("request timed out", Level.INFO)).isTrue();
    assertThat(filter.passes("GET / 503 x", Level.UNKNOWN)).isTrue();
    assertThat(filter.passes("Timeout", Level.INFO)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "[a", "*", "a{3,1}", "(?=look)", "(a)\\1", "((a{100}){100}){100}"})
  void saysWhatIsWrongWithAPattern(String pattern) {
    assertThatThrownBy(() -> filter(pattern))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem()).isInstanceOf(BadInput.class));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"(a+)+$", "(a|aa)+$", "(.*)*=(.*)*;", "(x+x+)+y", "^(([a-z])+.)+[A-Z]([a-z])+$"})
  void isNotStalledByAnyPattern(String pattern) {
    LineFilter filter = filter(pattern);
    String line = "a".repeat(8_000) + "x".repeat(8_000) + "!";

    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> filter.passes(line, Level.INFO));
  }

  private static LineFilter filter(String pattern) {
    return LineFilter.of(new LogQuery(Set.of(), 10, null, pattern, null));
  }
}
