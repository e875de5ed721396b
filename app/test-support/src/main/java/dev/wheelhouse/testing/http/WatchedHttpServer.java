// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.testing.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP/1.1 server for tests, on a TCP port or a Unix socket. The JDK's own server has neither
 * Unix sockets nor a way to see that a client left while nothing is sent, and cannot break an
 * answer half-way; this one has, and nothing beyond what the tests need.
 */
public final class WatchedHttpServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WatchedHttpServer.class);

  private final ServerSocketChannel listener;
  private final SocketAddress address;
  private final HttpAnswers answers;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  private WatchedHttpServer(ServerSocketChannel listener, HttpAnswers answers) throws IOException {
    this.listener = listener;
    this.address = listener.getLocalAddress();
    this.answers = answers;
    Thread.ofVirtual().name("http-listener").start(this::accept);
  }

  /** Listens on 127.0.0.1; port 0 takes a free one. */
  public static WatchedHttpServer onPort(int port, HttpAnswers answers) {
    return on(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), answers);
  }

  /** Listens on this address, TCP or Unix. */
  public static WatchedHttpServer on(SocketAddress address, HttpAnswers answers) {
    try {
      boolean unix = address instanceof UnixDomainSocketAddress;
      ServerSocketChannel listener =
          ServerSocketChannel.open(
              unix ? StandardProtocolFamily.UNIX : StandardProtocolFamily.INET);
      listener.bind(address);
      return new WatchedHttpServer(listener, answers);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on " + address, e);
    }
  }

  /** The TCP port, or -1 on a Unix socket. */
  public int port() {
    return address instanceof InetSocketAddress tcp ? tcp.getPort() : -1;
  }

  /** {@code http://127.0.0.1:port}. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + port());
  }

  /** How many clients are connected now. */
  public int openConnections() {
    return connections.size();
  }

  /** Cuts every connection that is open now; new ones are served. */
  public void dropConnections() {
    connections.forEach(Connection::close);
  }

  @Override
  public void close() {
    try {
      listener.close();
      if (address instanceof UnixDomainSocketAddress unix) {
        Files.deleteIfExists(Path.of(unix.toString()));
      }
    } catch (IOException e) {
      LOG.debug("closing the listener", e);
    }
    dropConnections();
    threads.forEach(Thread::interrupt);
  }

  private void accept() {
    while (listener.isOpen()) {
      try {
        SocketChannel channel = listener.accept();
        if (address instanceof InetSocketAddress) {
          channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        Thread.ofVirtual().name("http-connection").start(() -> serve(new Connection(channel)));
      } catch (IOException e) {
        LOG.debug("the listener ended: {}", e.toString());
      }
    }
  }

  private void serve(Connection connection) {
    connections.add(connection);
    threads.add(Thread.currentThread());
    try (connection) {
      boolean open = true;
      while (open) {
        Optional<HttpRequest> request = HttpRequest.read(connection.input());
        open = request.isPresent() && answer(request.get(), connection);
      }
    } catch (IOException e) {
      LOG.debug("a connection ended: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      threads.remove(Thread.currentThread());
      connections.remove(connection);
    }
  }

  private boolean answer(HttpRequest request, Connection connection)
      throws IOException, InterruptedException {
    HttpCall call = new HttpCall(request, connection);
    try {
      answers.answer(call);
    } catch (RuntimeException e) {
      LOG.warn("{} {} failed", request.method(), request.path(), e);
      if (call.begun()) {
        call.drop();
      } else {
        call.json(500, "{\"error\":\"the test server failed; see its log\"}");
      }
    }
    return call.finish();
  }
}
