// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker.fake;

import dev.wheelhouse.engine.docker.DockerEvent;
import dev.wheelhouse.engine.event.Subscription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Event streams of the fake engine; each listener has a thread and a queue of its own. */
final class FakeEvents {
  private final List<DockerEvent> past = new ArrayList<>();
  private final List<Stream> streams = new ArrayList<>();
  private boolean silent;

  synchronized void tell(DockerEvent event) {
    past.add(event);
    if (!silent) {
      streams.forEach(stream -> stream.queue.add(event));
    }
  }

  synchronized void silence() {
    silent = true;
  }

  synchronized Subscription subscribe(
      Instant since, Consumer<DockerEvent> listener, Runnable onEnd) {
    Stream stream = new Stream(listener, onEnd);
    past.stream().filter(event -> !event.at().isBefore(since)).forEach(stream.queue::add);
    streams.add(stream);
    stream.thread.start();
    return stream;
  }

  void endAll() {
    List<Stream> open;
    synchronized (this) {
      open = List.copyOf(streams);
      streams.clear();
    }
    open.forEach(Stream::close);
  }

  private static final class Stream implements Subscription {
    private final LinkedBlockingQueue<DockerEvent> queue = new LinkedBlockingQueue<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread thread;

    Stream(Consumer<DockerEvent> listener, Runnable onEnd) {
      this.thread = Thread.ofVirtual().unstarted(() -> run(listener, onEnd));
    }

    private void run(Consumer<DockerEvent> listener, Runnable onEnd) {
      try {
        while (!closed.get()) {
          listener.accept(queue.take());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        onEnd.run();
      }
    }

    @Override
    public void close() {
      closed.set(true);
      thread.interrupt();
    }
  }
}
