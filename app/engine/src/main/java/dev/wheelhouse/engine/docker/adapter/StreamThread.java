// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker.adapter;

import com.github.dockerjava.transport.DockerHttpClient.Response;
import dev.wheelhouse.engine.event.Subscription;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads one endless reply on a thread of its own until it ends or is closed. */
final class StreamThread implements Subscription {
  private static final Logger log = LoggerFactory.getLogger(StreamThread.class);

  private final Response response;
  private final Runnable onEnd;
  private final AtomicBoolean closed = new AtomicBoolean();

  private StreamThread(Response response, Runnable onEnd) {
    this.response = response;
    this.onEnd = onEnd;
  }

  /** Reads the body; may fail when the stream is cut. */
  interface Reading {
    void read(InputStream body) throws Exception;
  }

  static Subscription start(String name, Response response, Reading reading, Runnable onEnd) {
    StreamThread stream = new StreamThread(response, onEnd);
    Thread.ofVirtual().name(name).start(() -> stream.run(reading));
    return stream;
  }

  private void run(Reading reading) {
    try (InputStream body = response.getBody()) {
      reading.read(body);
    } catch (Exception e) {
      if (!closed.get()) {
        log.debug("A stream of the engine was cut", e);
      }
    } finally {
      close();
      onEnd.run();
    }
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      response.close();
    }
  }
}
