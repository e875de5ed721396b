// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.helidon.webserver.CloseConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The first connections have threads of the system; an end reaches whoever serves. */
@Timeout(120)
class ConnectionThreadsTest {
  private final ConnectionThreads threads = new ConnectionThreads();

  @Test
  void givesTheFirstConnectionsThreadsOfTheSystemAndLeavesTheOthersWhereTheyAre() throws Exception {
    LinkedBlockingQueue<Boolean> virtual = new LinkedBlockingQueue<>();
    CountDownLatch ends = new CountDownLatch(1);
    List<Thread> connections = new ArrayList<>();
    for (int i = 0; i < ConnectionThreads.MOST; i++) {
      connections.add(connection(virtual, ends));
      assertThat(virtual.take()).isFalse();
    }
    connections.add(connection(virtual, ends));
    assertThat(virtual.take()).isTrue();
    ends.countDown();
    for (Thread each : connections) {
      each.join();
    }
    connection(virtual, ends).join();
    assertThat(virtual.take()).as("one that comes when others have left").isFalse();
  }

  @Test
  void throwsWhatServingThrew() {
    assertThatThrownBy(() ->
            threads.serve(() -> {
              throw new IllegalArgumentException("broken");
            }))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("broken");
  }

  @Test
  void endsOnlyWhenServingHasEndedAlsoWhenItIsInterrupted() throws Exception {
    CountDownLatch serving = new CountDownLatch(1);
    AtomicBoolean interrupted = new AtomicBoolean();
    AtomicBoolean ended = new AtomicBoolean();
    AtomicBoolean endedBefore = new AtomicBoolean();
    Thread connection =
        Thread.ofVirtual()
            .start(() -> {
              try {
                threads.serve(() -> {
                  serving.countDown();
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException e) {
                    interrupted.set(true);
                  }
                  Thread.sleep(50); // what is left to do
                  ended.set(true);
                });
              } catch (CloseConnectionException | InterruptedException e) {
                endedBefore.set(ended.get());
              }
            });
    serving.await();
    connection.interrupt();
    connection.join();
    assertThat(interrupted).isTrue();
    assertThat(endedBefore).isTrue();
  }

  private Thread connection(LinkedBlockingQueue<Boolean> virtual, CountDownLatch ends) {
    return Thread.ofVirtual()
        .start(() -> {
          try {
            threads.serve(() -> {
              virtual.add(Thread.currentThread().isVirtual());
              ends.await();
            });
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }
}
