// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.testing.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * A request and the way to answer it, whole or in chunks, well or badly. One of {@link #reply} and
 * {@link #begin} is called once; a call that nothing answered gets status 404.
 */
public final class HttpCall {
  private final HttpRequest request;
  private final Connection connection;
  private boolean begun;
  private boolean ended;
  private boolean dropped;

  HttpCall(HttpRequest request, Connection connection) {
    this.request = request;
    this.connection = connection;
  }

  public HttpRequest request() {
    return request;
  }

  /** Sends a whole answer. */
  public void reply(int status, String contentType, byte[] body) throws IOException {
    reply(status, Map.of("Content-Type", contentType), body);
  }

  /** Sends a whole answer with these header fields. */
  public void reply(int status, Map<String, String> headers, byte[] body) throws IOException {
    begun = true;
    ended = true;
    StringBuilder head = head(status, headers);
    boolean bodyless = status == 204 || status == 304;
    if (!bodyless) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    boolean headOnly = bodyless || request.method().equals("HEAD");
    connection.write(headOnly ? start : join(start, body));
  }

  /** Sends a whole JSON document. */
  public void json(int status, String document) throws IOException {
    reply(status, "application/json", document.getBytes(StandardCharsets.UTF_8));
  }

  /** Starts an answer in chunks. */
  public void begin(int status, String contentType) throws IOException {
    begun = true;
    StringBuilder head = head(status, Map.of("Content-Type", contentType));
    head.append("Transfer-Encoding: chunked\r\n\r\n");
    connection.write(head.toString().getBytes(StandardCharsets.US_ASCII));
  }

  /** Sends one chunk at once. */
  public void write(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 0) {
      byte[] size =
          (Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
      connection.write(join(join(size, bytes), new byte[] {'\r', '\n'}));
    }
  }

  /** Ends an answer in chunks, in good order. */
  public void end() throws IOException {
    ended = true;
    connection.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  /** Cuts the connection where it is: the client sees an answer that never ended. */
  public void drop() {
    dropped = true;
    connection.close();
  }

  /** True once an answer has begun. */
  public boolean begun() {
    return begun;
  }

  /** Waits at most this long for the client to leave; true when it has. */
  public boolean clientGone(Duration timeout) throws InterruptedException {
    return connection.awaitClientGone(timeout);
  }

  /**
   * Brings the call to an end that keeps the connection in order; false when it cannot be used
   * again.
   */
  boolean finish() throws IOException {
    if (dropped) {
      return false;
    }
    if (!begun) {
      json(404, "{\"error\":\"not found\"}");
    } else if (!ended) {
      end();
    }
    return !request.headers().has("connection", "close");
  }

  private static StringBuilder head(int status, Map<String, String> headers) {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " " + reason(status) + "\r\n");
    headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    return head;
  }

  private static String reason(int status) {
    return switch (status) {
      case 200 -> "OK";
      case 201 -> "Created";
      case 204 -> "No Content";
      case 302 -> "Found";
      case 304 -> "Not Modified";
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 409 -> "Conflict";
      case 500 -> "Internal Server Error";
      case 503 -> "Service Unavailable";
      default -> "Status";
    };
  }

  private static byte[] join(byte[] one, byte[] two) {
    byte[] joined = new byte[one.length + two.length];
    System.arraycopy(one, 0, joined, 0, one.length);
    System.arraycopy(two, 0, joined, one.length, two.length);
    return joined;
  }
}
