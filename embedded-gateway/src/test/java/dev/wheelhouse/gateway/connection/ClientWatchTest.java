// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.gateway.timer.Timers;
import dev.wheelhouse.testing.Wait;
import io.helidon.webserver.CloseConnectionException;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reading ahead loses no byte and tells an end from silence. */
class ClientWatchTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration REQUEST_TIME = Duration.ofMillis(300);
  private static final byte[] END = {};

  private final LinkedBlockingQueue<Supplier<byte[]>> network = new LinkedBlockingQueue<>();
  private final Timers timers = new Timers();
  private final AtomicInteger closed = new AtomicInteger();
  private final AtomicInteger gone = new AtomicInteger();
  private final ClientWatch watch =
      new ClientWatch(this::read, closed::incrementAndGet, timers, REQUEST_TIME);

  @AfterEach
  void stop() {
    timers.close();
  }

  @Test
  void keepsBytesThatComeDuringAnAnswerForTheNextRequest() {
    watch.watch(gone::incrementAndGet);
    network.add(() -> new byte[] {1});
    network.add(() -> new byte[] {2});
    Wait.until("read ahead", () -> network.size() == 1, SOON);
    watch.answered(false);
    assertThat(watch.get()).containsExactly(1);
    assertThat(watch.get()).containsExactly(2);
    assertThat(gone).hasValue(0);
  }

  @Test
  void tellsOnceThatTheClientHasGone() {
    watch.watch(gone::incrementAndGet);
    network.add(() -> END);
    Wait.until("told", () -> gone.get() == 1, SOON);
    assertThatThrownBy(watch::get).isInstanceOf(CloseConnectionException.class);
    assertThat(gone).hasValue(1);
  }

  @Test
  void doesNotTellOfAnEndAfterTheAnswer() {
    watch.watch(gone::incrementAndGet);
    watch.answered(false);
    network.add(() -> END);
    assertThatThrownBy(watch::get).isInstanceOf(CloseConnectionException.class);
    assertThat(gone).hasValue(0);
  }

  @Test
  void closesTheConnectionWhenARequestTakesTooLong() {
    network.add(() -> new byte[] {1});
    watch.get();
    Wait.until("closed", () -> closed.get() == 1, SOON);
  }

  @Test
  void givesAnAnswerAllTheTimeItNeeds() throws InterruptedException {
    for (int request = 0; request < 3; request++) {
      network.add(() -> new byte[] {1});
      watch.get();
      watch.watch(gone::incrementAndGet);
      Thread.sleep(REQUEST_TIME.plusMillis(100));
      watch.answered(false);
    }
    assertThat(closed).hasValue(0);
    assertThat(gone).hasValue(0);
  }

  @Test
  void readsItselfWhenTheAnswerWasQuick() {
    for (int request = 0; request < 1000; request++) {
      byte number = (byte) request;
      network.add(() -> new byte[] {number});
      assertThat(watch.get()).containsExactly(number);
      watch.watch(gone::incrementAndGet);
      watch.answered(false);
    }
    assertThat(gone).hasValue(0);
    assertThat(network).isEmpty();
  }

  private byte[] read() {
    try {
      byte[] bytes = network.take().get();
      return bytes.length == 0 ? null : bytes;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
