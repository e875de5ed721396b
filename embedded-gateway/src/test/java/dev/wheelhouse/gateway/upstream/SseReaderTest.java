// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What counts as data, by the standard. */
class SseReaderTest {
  @ParameterizedTest
  @CsvSource({
    "'data: a\n\n', a",
    "'data:a\n\n', a",
    "'data:  a\n\n', ' a'",
    "'data: a\r\ndata: b\r\n\r\n', 'a\nb'",
    "'data\n\n', ''",
    "'data: \n\n', ''",
    "'database: a\n\n', ''",
    "'dat: a\n\n', ''",
    "': data: a\n\n', ''",
    "'event: x\ndata: a\nid: 1\n\n', a",
    "'\ndata: a\n\n', a",
    "'\uFEFFdata: a\n\n', a"
  })
  void findsTheDataOfAFrame(String frame, String data) {
    byte[] found = SseReader.data(frame.getBytes(StandardCharsets.UTF_8));
    assertThat(new String(found, StandardCharsets.UTF_8)).isEqualTo(data);
  }

  @Test
  void leavesOutAnEventThatIsNotEnded() throws IOException {
    SseReader reader = reader("data: a\n\ndata: b\n");
    assertThat(reader.next()).asString().isEqualTo("data: a\n\n");
    assertThat(reader.next()).isNull();
  }

  @Test
  void doesNotWaitForTheLineFeedAfterACarriageReturn() throws IOException {
    InputStream hanging =
        new InputStream() {
          private final byte[] bytes = "data: a\r\n\r".getBytes(StandardCharsets.US_ASCII);
          private int next;

          @Override
          public int read() {
            if (next == bytes.length) {
              throw new AssertionError("waits for bytes that it does not need");
            }
            return bytes[next++];
          }

          @Override
          public int read(byte[] target, int offset, int length) {
            target[offset] = (byte) read();
            return 1;
          }
        };
    assertThat(new SseReader(hanging, new CallScope()).next()).asString().startsWith("data: a");
  }

  @Test
  void refusesAFrameWithoutEnd() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'x';
          }

          @Override
          public int read(byte[] target, int offset, int length) {
            java.util.Arrays.fill(target, offset, offset + length, (byte) 'x');
            return length;
          }
        };
    assertThatThrownBy(() -> new LineReader(endless, new CallScope()).next())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("longer than");
  }

  private static SseReader reader(String stream) {
    return new SseReader(
        new ByteArrayInputStream(stream.getBytes(StandardCharsets.UTF_8)), new CallScope());
  }
}
