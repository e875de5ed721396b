// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventBusTest {
  @Test
  void deliversThePresentStateFirstAndThenEachEventInOrder() {
    EventBus<String> bus = new EventBus<>(() -> List.of("present"));
    List<String> seen = new ArrayList<>();

    bus.subscribe(seen::add);
    bus.publish("one");
    bus.publish("two");

    assertThat(seen).containsExactly("present", "one", "two");
  }

  @Test
  void deliversNothingAfterClose() {
    EventBus<String> bus = new EventBus<>();
    List<String> seen = new ArrayList<>();

    Subscription subscription = bus.subscribe(seen::add);
    bus.publish("heard");
    subscription.close();
    subscription.close();
    bus.publish("missed");

    assertThat(seen).containsExactly("heard");
  }

  @Test
  void aListenerThatThrowsDoesNotKeepOthersFromHearing() {
    EventBus<String> bus = new EventBus<>();
    List<String> seen = new ArrayList<>();
    bus.subscribe(event -> {
      throw new IllegalStateException("planted");
    });
    bus.subscribe(seen::add);

    bus.publish("one");
    bus.publish("two");

    assertThat(seen).containsExactly("one", "two");
  }
}
