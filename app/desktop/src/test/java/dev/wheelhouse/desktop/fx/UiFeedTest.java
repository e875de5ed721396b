// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.fx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.engine.event.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class UiFeedTest {

  @Test
  void itemsThatWaitJoinTheQueuedHandOver() {
    Manual ui = new Manual();
    List<List<Integer>> batches = new ArrayList<>();
    UiFeed<Integer> feed = new UiFeed<>(ui, batches::add);

    feed.accept(1);
    feed.acceptAll(List.of(2, 3));
    feed.accept(4);

    assertThat(ui.posted).hasSize(1);
    ui.runAll();
    assertThat(batches).containsExactly(List.of(1, 2, 3, 4));
  }

  @Test
  void anItemThatArrivesDuringDeliveryGetsAHandOverOfItsOwn() {
    Manual ui = new Manual();
    List<List<Integer>> batches = new ArrayList<>();
    List<UiFeed<Integer>> self = new ArrayList<>();
    self.add(
        new UiFeed<>(
            ui,
            batch -> {
              batches.add(batch);
              if (batch.contains(1)) {
                self.getFirst().accept(2);
              }
            }));

    self.getFirst().accept(1);
    ui.runAll();

    assertThat(batches).containsExactly(List.of(1), List.of(2));
  }

  @Test
  void aClosedFeedHandsOverNothing() {
    Manual ui = new Manual();
    List<List<Integer>> batches = new ArrayList<>();
    UiFeed<Integer> feed = new UiFeed<>(ui, batches::add);

    feed.accept(1);
    feed.close();
    feed.accept(2);
    ui.runAll();

    assertThat(batches).isEmpty();
  }

  @RepeatedTest(20)
  void underLoadFromManyThreadsNothingIsLostOrReorderedAndAtMostOneHandOverIsQueued()
      throws InterruptedException {
    Random random = new Random();
    int producers = 2 + random.nextInt(4);
    int each = 500 + random.nextInt(2000);
    Manual ui = new Manual();
    List<int[]> received = new ArrayList<>();
    UiFeed<int[]> feed = new UiFeed<>(ui, received::addAll);
    CountDownLatch done = new CountDownLatch(producers);

    for (int producer = 0; producer < producers; producer++) {
      int id = producer;
      Thread.ofVirtual()
          .start(() -> {
            IntStream.range(0, each).forEach(number -> feed.accept(new int[] {id, number}));
            done.countDown();
          });
    }
    while (done.getCount() > 0) {
      assertThat(ui.posted.size()).isLessThanOrEqualTo(1);
      ui.runAll();
    }
    done.await();
    ui.runAll();

    assertThat(received).hasSize(producers * each);
    for (int producer = 0; producer < producers; producer++) {
      int id = producer;
      assertThat(received.stream().filter(item -> item[0] == id).map(item -> item[1]))
          .containsExactlyElementsOf(IntStream.range(0, each).boxed().toList());
    }
  }

  /** Runs what was posted when the test says so. */
  private static final class Manual implements UiThread {
    private final Queue<Runnable> posted = new ConcurrentLinkedQueue<>();

    @Override
    public void post(Runnable action) {
      posted.add(action);
    }

    @Override
    public Subscription every(Duration period, Runnable action) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Subscription after(Duration delay, Runnable action) {
      throw new UnsupportedOperationException();
    }

    void runAll() {
      for (Runnable next = posted.poll(); next != null; next = posted.poll()) {
        next.run();
      }
    }
  }
}
