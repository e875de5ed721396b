// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker.adapter.http;

import com.github.dockerjava.core.LocalDirectorySSLConfig;
import com.github.dockerjava.transport.NamedPipeSocket;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A connection that the engine turns into a plain two-way stream. docker-java's transport can do
 * that too, but never tells the engine that the input has ended, and a {@code pg_restore} that
 * reads its standard input would wait for ever.
 */
public final class HijackedConnection implements Closeable {
  private static final int LONGEST_HEADER = 64 * 1024;

  private final InputStream input;
  private final OutputStream output;
  private final Closeable connection;
  private final Ending ending;

  private HijackedConnection(
      InputStream input, OutputStream output, Closeable connection, Ending ending) {
    this.input = input;
    this.output = output;
    this.connection = connection;
    this.ending = ending;
  }

  private interface Ending {
    void endOutput() throws IOException;
  }

  public static HijackedConnection open(Endpoint endpoint) throws IOException {
    return switch (endpoint.uri().getScheme()) {
      case "unix" -> unix(endpoint.uri());
      case "npipe" -> pipe(endpoint.uri());
      default -> tcp(endpoint);
    };
  }

  private static HijackedConnection unix(URI uri) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(uri.getPath()));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    return new HijackedConnection(
        Channels.newInputStream(channel),
        Channels.newOutputStream(channel),
        channel,
        channel::shutdownOutput);
  }

  private static HijackedConnection tcp(Endpoint endpoint) throws IOException {
    URI uri = endpoint.uri();
    Socket socket = new Socket();
    try {
      int timeout = Math.toIntExact(EngineHttp.CONNECT.toMillis());
      socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), timeout);
      Path certificates = endpoint.certificates();
      Socket used = certificates == null ? socket : secured(socket, uri, certificates);
      return new HijackedConnection(
          used.getInputStream(), used.getOutputStream(), used, used::shutdownOutput);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static Socket secured(Socket socket, URI uri, Path certificates) throws IOException {
    return new LocalDirectorySSLConfig(certificates.toString())
        .getSSLContext()
        .getSocketFactory()
        .createSocket(socket, uri.getHost(), uri.getPort(), true);
  }

  /** A named pipe ends its output by an empty message. */
  private static HijackedConnection pipe(URI uri) throws IOException {
    NamedPipeSocket socket = new NamedPipeSocket(uri.getPath());
    socket.connect(new InetSocketAddress("localhost", 0));
    OutputStream output = socket.getOutputStream();
    return new HijackedConnection(
        socket.getInputStream(), output, socket, () -> output.write(new byte[0]));
  }

  /**
   * Sends the request and reads the reply's header.
   *
   * @return the status; 101 or 200 when the stream follows
   */
  public int upgrade(String path, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    String header =
        "POST "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n"
            + "Content-Type: application/json\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    output.write(header.getBytes(StandardCharsets.US_ASCII));
    output.write(body);
    output.flush();
    String[] status = header().split(" ", 3);
    return status.length > 1 ? Integer.parseInt(status[1]) : 0;
  }

  /** Byte by byte, so that nothing of the stream behind it is taken. */
  private String header() throws IOException {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    int ends = 0;
    while (ends < 2) {
      int next = input.read();
      if (next < 0 || header.size() > LONGEST_HEADER) {
        throw new EOFException("the engine sent no whole header");
      }
      header.write(next);
      if (next == '\n') {
        ends++;
      } else if (next != '\r') {
        ends = 0;
      }
    }
    return header.toString(StandardCharsets.US_ASCII);
  }

  public InputStream input() {
    return input;
  }

  public OutputStream output() {
    return output;
  }

  /** Tells the other side that nothing more comes. */
  public void endOutput() throws IOException {
    output.flush();
    ending.endOutput();
  }

  /** What is left of an error reply. */
  public String rest() throws IOException {
    return new String(input.readNBytes(LONGEST_HEADER), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
