// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.event;

/** What {@code subscribe} hands out; closing it twice does no harm. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
  @Override
  void close();
}
