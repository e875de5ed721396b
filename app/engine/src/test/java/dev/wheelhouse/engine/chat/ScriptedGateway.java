// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.chat;

import dev.wheelhouse.engine.event.EventBus;
import dev.wheelhouse.engine.event.Events;
import dev.wheelhouse.engine.gateway.LocalGateway;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A gateway that plays what a test wrote down, byte for byte, so that an answer can be cut
 * anywhere. The address is fixed for its whole life.
 */
final class ScriptedGateway implements LocalGateway, AutoCloseable {
  /** Plays one answer. */
  interface Script {
    void play(OutputStream client) throws IOException, InterruptedException;
  }

  static final String TOKEN = "scripted-token";

  private final ServerSocket listener;
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private final List<Socket> clients = Collections.synchronizedList(new ArrayList<>());
  private volatile Script script = client -> client.write(answer("", "Hello", " there"));

  private volatile String listRequest = "";
  private volatile byte[] models = json("{\"data\":[]}");

  ScriptedGateway() {
    try {
      listener = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  void plays(Script next) {
    script = next;
  }

  /** What {@code GET /v1/models} answers. */
  void models(byte[] answer) {
    models = answer;
  }

  void plays(byte[] answer) {
    script = client -> client.write(answer);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** The last request for the models. */
  String listRequest() {
    return listRequest;
  }

  /** Head and body of every other request. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  String lastRequest() {
    return requests().getLast();
  }

  /** A whole HTTP answer that streams these pieces, with usage, as the gateway sends it. */
  static byte[] answer(String thinking, String... pieces) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head());
    if (!thinking.isEmpty()) {
      bytes.writeBytes(
          event("{\"choices\":[{\"index\":0,\"delta\":{\"reasoning_content\":%s}}]}", thinking));
    }
    for (String piece : pieces) {
      bytes.writeBytes(text(piece));
    }
    bytes.writeBytes(end());
    return bytes.toByteArray();
  }

  static byte[] head() {
    return ascii(
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
  }

  static byte[] text(String piece) {
    return event("{\"choices\":[{\"index\":0,\"delta\":{\"content\":%s}}]}", piece);
  }

  static byte[] end() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(
        event("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":%s}]}", "stop"));
    bytes.writeBytes(
        chunk(
            "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2}}\n\n"));
    bytes.writeBytes(chunk("data: [DONE]\n\n"));
    bytes.writeBytes(ascii("0\r\n\r\n"));
    return bytes.toByteArray();
  }

  static byte[] failure(int status, String code, String message) {
    String body =
        "{\"error\":{\"message\":\"%s\",\"type\":\"x\",\"code\":\"%s\"}}".formatted(message, code);
    return ascii(
        "HTTP/1.1 %d X\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(status, body.length(), body));
  }

  static byte[] json(String body) {
    return ascii(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(body.length(), body));
  }

  static byte[] event(String json, String text) {
    String quoted =
        "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    return chunk("data: " + json.formatted(quoted) + "\n\n");
  }

  static byte[] chunk(String text) {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(ascii(Integer.toHexString(content.length) + "\r\n"));
    bytes.writeBytes(content);
    bytes.writeBytes(ascii("\r\n"));
    return bytes.toByteArray();
  }

  /** The first bytes of an answer, then the end of the connection. */
  static byte[] cut(byte[] answer, int length) {
    return Arrays.copyOf(answer, length);
  }

  /** A gateway of another process, at that port. */
  LocalGateway at(int port) {
    ScriptedGateway here = this;
    return new LocalGateway() {
      @Override
      public State start() {
        return state();
      }

      @Override
      public State state() {
        return new State.Listening(URI.create("http://127.0.0.1:" + port), true);
      }

      @Override
      public Events<State> events() {
        return here.events();
      }

      @Override
      public String token() {
        return TOKEN;
      }
    };
  }

  @Override
  public State start() {
    return state();
  }

  @Override
  public State state() {
    return new State.Listening(URI.create("http://127.0.0.1:" + port()), false);
  }

  @Override
  public Events<State> events() {
    return new EventBus<>(() -> List.of(state()));
  }

  @Override
  public String token() {
    return TOKEN;
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket client : List.copyOf(clients)) {
        client.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        clients.add(client);
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  /** One request for each connection, so that a cut answer is the end of it. */
  private void serve(Socket socket) {
    try (Socket client = socket) {
      String request = request(client.getInputStream());
      if (request.startsWith("GET /v1/models ")) {
        listRequest = request;
        client.getOutputStream().write(models);
      } else {
        requests.add(request);
        script.play(client.getOutputStream());
      }
      client.getOutputStream().flush();
    } catch (IOException e) {
      // the client left
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String request(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (true) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("no request");
      }
      bytes.write(next);
      String head = bytes.toString(StandardCharsets.ISO_8859_1);
      if (head.endsWith("\r\n\r\n")) {
        int length =
            head.lines()
                .filter(
                    line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
        return head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
      }
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
