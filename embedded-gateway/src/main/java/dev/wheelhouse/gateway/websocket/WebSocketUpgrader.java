// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.websocket;

import dev.wheelhouse.gateway.connection.ClientWatch;
import dev.wheelhouse.gateway.key.Caller;
import io.helidon.common.buffers.BufferData;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpPrologue;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.spi.Http1Upgrader;
import io.helidon.webserver.spi.ServerConnection;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns a request into a WebSocket. What it does not like it leaves alone: then the same request is
 * answered over HTTP, where the same checks refuse it and say why.
 */
public final class WebSocketUpgrader implements Http1Upgrader {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int MAX_CONNECTIONS = 256;
  private static final int KEY_BYTES = 16;

  private final Map<String, WebSocketRoute> routes;
  private final Gate gate;
  private final AtomicInteger connections = new AtomicInteger();

  /** Host, Origin and key, as for every other request. */
  @FunctionalInterface
  public interface Gate {
    /** Who may come in; empty for nobody. Takes what finds all values of a header. */
    Optional<Caller> check(Function<String, List<String>> headers);
  }

  /** Connects clients that pass the gate with these routes. */
  public WebSocketUpgrader(List<WebSocketRoute> routes, Gate gate) {
    this.routes = routes.stream().collect(Collectors.toMap(WebSocketRoute::path, r -> r));
    this.gate = gate;
  }

  @Override
  public String supportedProtocol() {
    return "websocket";
  }

  @Override
  public @Nullable ServerConnection upgrade(
      ConnectionContext context, HttpPrologue prologue, WritableHeaders<?> headers) {
    Function<String, List<String>> all = name -> headers.all(HeaderNames.create(name), List::of);
    WebSocketRoute route = routes.get(prologue.uriPath().rawPath());
    List<String> keys = all.apply("Sec-WebSocket-Key");
    if (route == null
        || !prologue.method().text().equals("GET")
        || keys.size() != 1
        || !isKey(keys.getFirst())
        || !all.apply("Sec-WebSocket-Version").equals(List.of("13"))) {
      return null;
    }
    Optional<Caller> caller = gate.check(all);
    if (caller.isEmpty() || connections.incrementAndGet() > MAX_CONNECTIONS) {
      if (caller.isPresent()) {
        connections.decrementAndGet();
      }
      return null;
    }
    ClientWatch watch = ClientWatch.current();
    watch.upgraded();
    String switching =
        "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Accept: %s\r\n\r\n".formatted(accept(keys.getFirst()));
    context.dataWriter().writeNow(BufferData.create(switching.getBytes(StandardCharsets.US_ASCII)));
    WebSocketPeer peer = new WebSocketPeer(context.dataWriter(), watch::abort);
    return new WebSocketConnection(
        context.dataReader(),
        peer,
        route.accept(() -> gate.check(all), peer),
        connections::decrementAndGet);
  }

  private static boolean isKey(String key) {
    try {
      return Base64.getDecoder().decode(key.strip()).length == KEY_BYTES;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The proof that the handshake was understood; SHA-1 is what the protocol says. */
  private static String accept(String key) {
    try {
      byte[] both = (key.strip() + GUID).getBytes(StandardCharsets.US_ASCII);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(both));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }
}
