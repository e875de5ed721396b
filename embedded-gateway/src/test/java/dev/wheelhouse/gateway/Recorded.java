// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An answer of a provider, or of the gateway, as it stands in a file: a first line {@code HTTP
 * STATUS CONTENT-TYPE [cut]}, then the body byte for byte. {@code cut} means that the connection
 * ends without the end of the answer.
 */
record Recorded(int status, String contentType, boolean cut, String body) {
  private static final Path ROOT = Path.of("src/test/resources/conformance");

  /** Reads one answer. */
  static Recorded of(String text) {
    int end = text.indexOf('\n');
    String[] head = text.substring(0, end).split(" ", -1);
    return new Recorded(
        Integer.parseInt(head[1]), head[2], head.length > 3, text.substring(end + 1));
  }

  /** All answers of a provider, by scenario. */
  static Map<String, Recorded> upstream(String dialect) {
    Map<String, Recorded> found = new LinkedHashMap<>();
    try (Stream<Path> files = Files.list(ROOT.resolve("upstream").resolve(dialect))) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        found.put(name.substring(0, name.length() - 4), of(Files.readString(file)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  /** Where the expected answers of a pair of dialects stand, each under its scenario's name. */
  static Path expectedFile(String name) {
    return ROOT.resolve("expected").resolve(name + ".txt");
  }

  /** The expected answers of such a file; empty when there is none. */
  static Map<String, String> expected(String name) {
    Map<String, String> found = new LinkedHashMap<>();
    if (!Files.exists(expectedFile(name))) {
      return found;
    }
    try {
      for (String part : ("\n" + Files.readString(expectedFile(name))).split("\n=== ", -1)) {
        int end = part.indexOf('\n');
        if (end > 0) {
          String body = part.substring(end + 1);
          boolean last = body.endsWith("\n===\n");
          found.put(part.substring(0, end), last ? body.substring(0, body.length() - 5) : body);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  /** The frames, each with its end mark. */
  List<String> frames() {
    String end = contentType.equals("text/event-stream") ? "\n\n" : "\n";
    if (body.contains("\r\n\r\n")) { // Gemini ends its lines so
      end = "\r\n\r\n";
    }
    List<String> frames = new ArrayList<>();
    int from = 0;
    for (int at = body.indexOf(end); at >= 0; at = body.indexOf(end, from)) {
      frames.add(body.substring(from, at + end.length()));
      from = at + end.length();
    }
    if (from < body.length()) {
      frames.add(body.substring(from));
    }
    return frames;
  }

  /** As it stands in a file. */
  String text() {
    return "HTTP " + status + " " + contentType + "\n" + body;
  }
}
