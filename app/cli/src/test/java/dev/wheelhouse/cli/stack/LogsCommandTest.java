// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.cli.output.Output;
import dev.wheelhouse.engine.log.LogLine;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How many lines are shown, and how. */
class LogsCommandTest {

  private static LogLine line(long number) {
    return new LogLine(number, Instant.EPOCH, "redis", LogLine.Level.INFO, "text");
  }

  @Test
  void anExportIsWholeUnlessLinesAreCounted() {
    assertThat(LogsCommand.lastLines(null, true)).isEqualTo(-1);
    assertThat(LogsCommand.lastLines(null, false)).isEqualTo(200);
    assertThat(LogsCommand.lastLines(5, true)).isEqualTo(5);
  }

  @Test
  void linesThatWereLeftOutAreTold() {
    assertThat(LogsCommand.cut(List.of())).isEmpty();
    assertThat(LogsCommand.cut(List.of(line(1), line(2)))).isEmpty();
    assertThat(LogsCommand.cut(List.of(line(8), line(9))).orElseThrow())
        .contains("newest 2 lines", "the 7 older ones");
  }

  @Test
  void aDocumentOfAStreamIsOneLine() {
    StringWriter out = new StringWriter();
    Output output = new Output(new PrintWriter(out), new PrintWriter(Writer.nullWriter()), false);

    output.jsonLine(Map.of("text", List.of("a", "b")));

    assertThat(out.toString().lines()).hasSize(1);
    assertThat(output.closed()).isFalse();
  }

  @Test
  void aClosedStandardOutputIsNoticed() throws java.io.IOException {
    OutputStream closed = OutputStream.nullOutputStream();
    closed.close();
    PrintWriter writer = new PrintWriter(closed, false, StandardCharsets.UTF_8);
    Output output = new Output(writer, writer, false);

    output.line("text");

    assertThat(output.closed()).isTrue();
  }
}
