// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.testing.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One client connection. A thread of its own reads ahead all the time, so that a client that leaves
 * is noticed at once, also while nothing is written to it.
 */
final class Connection implements AutoCloseable {
  private static final byte[] END = {};

  private final SocketChannel channel;
  private final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
  private final CountDownLatch clientGone = new CountDownLatch(1);
  private final InputStream input = new Received();

  Connection(SocketChannel channel) {
    this.channel = channel;
    Thread.ofVirtual().name("connection-reader").start(this::readAhead);
  }

  InputStream input() {
    return input;
  }

  boolean awaitClientGone(Duration timeout) throws InterruptedException {
    return clientGone.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  void write(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException ignored) {
      // It is closed for us either way.
    }
  }

  private void readAhead() {
    ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);
    try {
      while (channel.read(buffer) >= 0) {
        received.add(Arrays.copyOf(buffer.array(), buffer.position()));
        buffer.clear();
      }
    } catch (IOException ignored) {
      // A reset is an end like any other.
    } finally {
      received.add(END);
      clientGone.countDown();
    }
  }

  /** What was read ahead, as a stream; ends where the client ended. */
  private final class Received extends InputStream {
    private byte[] current = {};
    private int position;
    private boolean ended;

    @Override
    public int read() throws IOException {
      return filled() ? current[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (!filled()) {
        return -1;
      }
      int count = Math.min(length, current.length - position);
      System.arraycopy(current, position, target, offset, count);
      position += count;
      return count;
    }

    private boolean filled() throws IOException {
      while (position == current.length && !ended) {
        current = next();
        position = 0;
        ended = current.length == 0;
      }
      return !ended;
    }

    private byte[] next() throws IOException {
      try {
        return received.take();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }
}
