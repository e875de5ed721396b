// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.event;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one implementation of {@link Events}: the owner publishes, outside its own lock. */
public final class EventBus<E> implements Events<E> {
  private static final Logger log = LoggerFactory.getLogger(EventBus.class);

  private final List<Consumer<? super E>> listeners = new CopyOnWriteArrayList<>();
  private final Supplier<List<E>> present;

  public EventBus() {
    this(List::of);
  }

  /**
   * @param present the events that tell a new subscriber the present state
   */
  public EventBus(Supplier<List<E>> present) {
    this.present = present;
  }

  @Override
  public Subscription subscribe(Consumer<? super E> listener) {
    Consumer<E> once = event -> deliver(listener, event);
    listeners.add(once);
    present.get().forEach(once);
    return () -> listeners.remove(once);
  }

  /** Hands the event to every subscriber. */
  public void publish(E event) {
    listeners.forEach(listener -> listener.accept(event));
  }

  private void deliver(Consumer<? super E> listener, E event) {
    try {
      listener.accept(event);
    } catch (RuntimeException e) {
      log.error("A listener failed on {}", event.getClass().getSimpleName(), e);
    }
  }
}
