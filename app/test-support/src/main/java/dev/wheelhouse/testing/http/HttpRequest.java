// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.testing.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One request, read whole.
 *
 * @param method in upper case, as sent
 * @param path decoded, without the query
 * @param query decoded parameters; of a repeated one the last value
 * @param headers the header fields
 * @param body empty when there is none
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out
public record HttpRequest(
    String method, String path, Map<String, String> query, HttpHeaders headers, byte[] body) {
  private static final int LONGEST_LINE = 64 * 1024;

  public HttpRequest {
    query = Map.copyOf(query);
    body = body.clone();
  }

  @Override
  public byte[] body() {
    return body.clone();
  }

  /** The body as UTF-8 text. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** Reads the next request of a connection; empty when the client has ended it. */
  static Optional<HttpRequest> read(InputStream in) throws IOException {
    String first = line(in);
    if (first.isEmpty()) {
      return Optional.empty();
    }
    String[] parts = first.split(" ", -1);
    if (parts.length != 3) {
      throw new IOException("not a request line: " + first);
    }
    List<String> lines = new ArrayList<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      lines.add(line);
    }
    HttpHeaders headers = HttpHeaders.parse(lines);
    String[] target = parts[1].split("\\?", 2);
    String path = URLDecoder.decode(target[0].replace("+", "%2B"), StandardCharsets.UTF_8);
    Map<String, String> query = query(target.length == 2 ? target[1] : "");
    return Optional.of(new HttpRequest(parts[0], path, query, headers, body(in, headers)));
  }

  private static Map<String, String> query(String text) {
    Map<String, String> query = new LinkedHashMap<>();
    for (String pair : text.split("&", -1)) {
      if (!pair.isEmpty()) {
        String[] parts = pair.split("=", 2);
        query.put(decode(parts[0]), parts.length == 2 ? decode(parts[1]) : "");
      }
    }
    return query;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static byte[] body(InputStream in, HttpHeaders headers) throws IOException {
    if (headers.has("transfer-encoding", "chunked")) {
      return chunks(in);
    }
    int length = Integer.parseInt(headers.first("content-length").orElse("0"));
    return exactly(in, length);
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int size = Integer.parseInt(line(in).split(";", 2)[0].trim(), 16);
    while (size > 0) {
      body.writeBytes(exactly(in, size));
      line(in);
      size = Integer.parseInt(line(in).split(";", 2)[0].trim(), 16);
    }
    line(in);
    return body.toByteArray();
  }

  private static byte[] exactly(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new IOException("the client left in the middle of a request");
    }
    return bytes;
  }

  /** One line without its end; empty at the end of the stream too. */
  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      if (line.length() > LONGEST_LINE) {
        throw new IOException("a header line is longer than " + LONGEST_LINE + " bytes");
      }
      line.append((char) next);
    }
    if (!line.isEmpty() && line.charAt(line.length() - 1) == '\r') {
      line.setLength(line.length() - 1);
    }
    return line.toString();
  }
}
