// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.upstream;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.SocketFactory;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Keeps a chat from being sent into a connection that the upstream has closed while it was idle, as
 * after a restart. Then nobody could say whether the chat was worked on. OkHttp looks only after
 * ten idle seconds; here every connection is looked at, without waiting, just before it is used.
 */
final class LiveConnections implements Interceptor {
  /** Nothing was sent: the call can be repeated on another connection. */
  static final class Stale extends IOException {
    private static final long serialVersionUID = 1L;

    Stale() {
      super("the upstream had closed this idle connection");
    }
  }

  /** Makes sockets that can be looked at without waiting. */
  static SocketFactory sockets() {
    return new ChannelSockets();
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Connection connection = chain.connection();
    if (connection != null && isClosedByPeer(connection.socket())) {
      connection.socket().close(); // so that the pool drops it
      throw new Stale();
    }
    return chain.proceed(chain.request());
  }

  /**
   * An idle connection has nothing to read: an end, an error, and unasked bytes all rule it out.
   */
  private static boolean isClosedByPeer(Socket socket) throws IOException {
    SocketChannel channel = socket.getChannel();
    if (channel == null) {
      return false; // TLS hides it
    }
    try {
      channel.configureBlocking(false);
      return channel.read(ByteBuffer.allocate(1)) != 0;
    } catch (IOException e) {
      return true;
    } finally {
      if (channel.isOpen()) {
        channel.configureBlocking(true);
      }
    }
  }

  private static final class ChannelSockets extends SocketFactory {
    @Override
    public Socket createSocket() throws IOException {
      return SocketChannel.open().socket();
    }

    @Override
    public Socket createSocket(String host, int port) {
      throw new UnsupportedOperationException("OkHttp connects sockets itself");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) {
      throw new UnsupportedOperationException("OkHttp connects sockets itself");
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
      throw new UnsupportedOperationException("OkHttp connects sockets itself");
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
      throw new UnsupportedOperationException("OkHttp connects sockets itself");
    }
  }
}
