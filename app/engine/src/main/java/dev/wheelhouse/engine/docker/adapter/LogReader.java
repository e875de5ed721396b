// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker.adapter;

import dev.wheelhouse.engine.docker.RawLogLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.function.Consumer;

/**
 * Makes lines out of a log stream with time stamps. The engine cuts entries at 16 KiB and stamps
 * each part; every part becomes a line of its own.
 */
final class LogReader {
  private final boolean terminal;
  private final Consumer<RawLogLine> listener;
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final ByteArrayOutputStream error = new ByteArrayOutputStream();

  LogReader(boolean terminal, Consumer<RawLogLine> listener) {
    this.terminal = terminal;
    this.listener = listener;
  }

  void read(InputStream body) throws IOException {
    new FrameReader(body, terminal).readAll(this::accept);
    flush(false);
    flush(true);
  }

  private void accept(boolean standardError, byte[] bytes, int length, boolean endOfFrame) {
    ByteArrayOutputStream line = standardError ? error : output;
    int start = 0;
    for (int i = 0; i < length; i++) {
      if (bytes[i] == '\n') {
        line.write(bytes, start, i - start);
        emit(standardError);
        start = i + 1;
      }
    }
    line.write(bytes, start, length - start);
    if (endOfFrame) {
      flush(standardError);
    }
  }

  private void flush(boolean standardError) {
    if ((standardError ? error : output).size() > 0) {
      emit(standardError);
    }
  }

  private void emit(boolean standardError) {
    ByteArrayOutputStream line = standardError ? error : output;
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    if (terminal && text.endsWith("\r")) {
      text = text.substring(0, text.length() - 1);
    }
    int space = text.indexOf(' ');
    String stamp = space < 0 ? text : text.substring(0, space);
    try {
      Instant at = OffsetDateTime.parse(stamp).toInstant();
      String rest = space < 0 ? "" : text.substring(space + 1);
      listener.accept(new RawLogLine(at, standardError, rest));
    } catch (DateTimeParseException e) {
      listener.accept(new RawLogLine(Instant.EPOCH, standardError, text));
    }
  }
}
