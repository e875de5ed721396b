// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;

/** Frames are the same wherever the network cuts the stream. */
class FrameReaderPropertyTest {
  private static final List<String> LINE_ENDS = List.of("\n", "\r\n", "\r");

  @Property(tries = 400)
  void findsTheSameEventsWhereverTheStreamIsCut(
      @ForAll("events") List<List<String>> events,
      @ForAll("lineEnds") String end,
      @ForAll long seed)
      throws IOException {
    StringBuilder stream = new StringBuilder();
    events.forEach(lines -> stream.append(written(lines, end)));
    List<byte[]> frames = readAll(new SseReader(cut(stream.toString(), seed), new CallScope()));
    assertThat(dataOf(frames)).isEqualTo(events.stream().map(e -> String.join("\n", e)).toList());
    assertThat(joined(frames)).isEqualTo(withoutLastLineFeed(stream.toString(), frames));
  }

  @Property(tries = 400)
  void findsTheSameLinesWhereverTheStreamIsCut(
      @ForAll @Size(max = 20) List<@From("lines") String> lines,
      @ForAll boolean endsWithLineFeed,
      @ForAll long seed)
      throws IOException {
    String stream = String.join("\n", lines) + (endsWithLineFeed ? "\n" : "");
    List<byte[]> frames = readAll(new LineReader(cut(stream, seed), new CallScope()));
    assertThat(joined(frames)).isEqualTo(stream);
    assertThat(frames).hasSize((int) stream.lines().count());
  }

  @Property(tries = 300)
  void losesNoByteOfAnyStream(@ForAll byte[] bytes, @ForAll long seed) throws IOException {
    List<byte[]> lines = readAll(new LineReader(new Cut(bytes, seed), new CallScope()));
    assertThat(joinedBytes(lines)).isEqualTo(bytes);
    List<byte[]> events = readAll(new SseReader(new Cut(bytes, seed), new CallScope()));
    byte[] passed = joinedBytes(events);
    assertThat(passed).isEqualTo(Arrays.copyOf(bytes, passed.length));
    assertThat(dataOf(events))
        .isEqualTo(dataOf(readAll(new SseReader(new Cut(bytes, 0), new CallScope()))));
  }

  @Provide
  Arbitrary<List<List<String>>> events() {
    Arbitrary<List<String>> event = text().list().ofMinSize(1).ofMaxSize(3);
    return event.list().ofMaxSize(12);
  }

  @Provide
  Arbitrary<String> lines() {
    return text();
  }

  @Provide
  Arbitrary<String> lineEnds() {
    return Arbitraries.of(LINE_ENDS);
  }

  /** Text as answers have it: short, long, and with characters of several bytes. */
  private static Arbitrary<String> text() {
    Arbitrary<String> piece =
        Arbitraries.of("a", "b ", " ", "{}", "\"", ":", ",", "ü", "ñ", "€", "🌍", "data: ");
    Arbitrary<String> common = piece.list().ofMinSize(1).ofMaxSize(20).map(p -> String.join("", p));
    Arbitrary<String> large =
        Combinators.combine(piece, Arbitraries.integers().between(1, 4000)).as(String::repeat);
    // a leading space would be taken for the one that may follow the colon
    return Arbitraries.frequencyOf(Tuple.of(9, common), Tuple.of(1, large)).map(t -> "x" + t);
  }

  private static String written(List<String> lines, String end) {
    StringBuilder event = new StringBuilder(": comment" + end + "id: 7" + end);
    lines.forEach(line -> event.append("data: ").append(line).append(end));
    return event.append(end).toString();
  }

  /** A CR LF at the very end may be cut between the two; the LF is then no part of any frame. */
  private static String withoutLastLineFeed(String stream, List<byte[]> frames) {
    boolean cutInside = stream.endsWith("\r\n") && joined(frames).length() < stream.length();
    return cutInside ? stream.substring(0, stream.length() - 1) : stream;
  }

  private static List<String> dataOf(List<byte[]> frames) {
    return frames.stream()
        .map(SseReader::data)
        .filter(data -> data.length > 0)
        .map(data -> new String(data, StandardCharsets.UTF_8))
        .toList();
  }

  private static List<byte[]> readAll(FrameReader reader) throws IOException {
    List<byte[]> frames = new ArrayList<>();
    for (byte[] frame = reader.next(); frame != null; frame = reader.next()) {
      frames.add(frame);
    }
    return frames;
  }

  private static String joined(List<byte[]> frames) {
    return new String(joinedBytes(frames), StandardCharsets.UTF_8);
  }

  private static byte[] joinedBytes(List<byte[]> frames) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    frames.forEach(out::writeBytes);
    return out.toByteArray();
  }

  private static InputStream cut(String stream, long seed) {
    return new Cut(stream.getBytes(StandardCharsets.UTF_8), seed);
  }

  /** Gives a few bytes at a time, as a network may; with seed 0 one at a time. */
  private static final class Cut extends InputStream {
    private static final int[] MOST_BYTES = {1, 2, 3, 50, 9000};

    private final byte[] bytes;
    private final Random random;
    private final int most;
    private int next;

    Cut(byte[] bytes, long seed) {
      this.bytes = bytes;
      this.random = new Random(seed);
      // small pieces throughout, or the cuts between two line ends would hardly ever come
      this.most = MOST_BYTES[(int) Math.floorMod(seed, (long) MOST_BYTES.length)];
    }

    @Override
    public int read() {
      return next < bytes.length ? bytes[next++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (next >= bytes.length) {
        return -1;
      }
      int wanted = 1 + random.nextInt(most);
      int count = Math.min(Math.min(wanted, length), bytes.length - next);
      System.arraycopy(bytes, next, target, offset, count);
      next += count;
      return count;
    }
  }
}
