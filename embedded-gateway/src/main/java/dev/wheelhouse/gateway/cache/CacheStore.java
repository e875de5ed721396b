// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.cache;

import java.time.Duration;
import java.util.Optional;

/**
 * A second, shared place for answers. It may fail at any time; then it finds and keeps nothing, and
 * never throws.
 */
public interface CacheStore {
  /** No second place. */
  CacheStore NONE =
      new CacheStore() {
        @Override
        public boolean present() {
          return false;
        }

        @Override
        public Optional<byte[]> get(String key) {
          return Optional.empty();
        }

        @Override
        public void put(String key, byte[] answer, Duration timeToLive) {
          // kept nowhere
        }

        @Override
        public void remove(String key) {
          // nothing is kept
        }

        @Override
        public long clear(String pattern) {
          return 0;
        }
      };

  /** Whether there is such a place, so that answers are worth being written for it. */
  default boolean present() {
    return true;
  }

  /** What is kept under this key. */
  Optional<byte[]> get(String key);

  /** Keeps an answer for a time. */
  void put(String key, byte[] answer, Duration timeToLive);

  /** Forgets what is kept under this key. */
  void remove(String key);

  /** Forgets what is kept under keys of this form, in which {@code *} stands for any text. */
  long clear(String pattern);
}
