// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.event;

import java.util.function.Consumer;

/** A source of events of one type. */
@FunctionalInterface
public interface Events<E> {
  /**
   * Delivers the present state, where the source has one, and then every later event, in order and
   * on the publisher's thread. A listener must return quickly; one that throws is logged and kept.
   */
  Subscription subscribe(Consumer<? super E> listener);
}
