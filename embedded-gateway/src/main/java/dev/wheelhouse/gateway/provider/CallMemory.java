// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.provider;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Remembers what an upstream wants back of a tool call and what no dialect of clients has a place
 * for, by the id that the client gives back with the call. Bounded: the calls that were used least
 * recently are forgotten. Safe from any thread.
 */
public final class CallMemory {
  private static final int MOST_CALLS = 10_000;
  private static final int MOST_CHARS = 8 << 20;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Kept> calls = new LinkedHashMap<>(64, 0.75f, true);
  private long chars;

  /**
   * What is kept of a call.
   *
   * @param signature proves to the upstream what it thought; empty when it sent none
   * @param idIsTheirs whether the upstream gave the id, and not the gateway
   */
  public record Kept(String signature, boolean idIsTheirs) {}

  /** A new id, for a call that came without one. */
  public static String newId() {
    return "call_" + UUID.randomUUID().toString().replace("-", "");
  }

  /** Remembers a call. */
  public void keep(String id, Kept kept) {
    lock.lock();
    try {
      Kept before = calls.put(id, kept);
      chars += kept.signature().length() - (before == null ? 0 : before.signature().length());
      Iterator<Kept> oldest = calls.values().iterator();
      while ((calls.size() > MOST_CALLS || chars > MOST_CHARS) && calls.size() > 1) {
        chars -= oldest.next().signature().length();
        oldest.remove();
      }
    } finally {
      lock.unlock();
    }
  }

  /** What was kept of a call; empty when it is another gateway's, or was forgotten. */
  public Optional<Kept> of(String id) {
    lock.lock();
    try {
      return Optional.ofNullable(calls.get(id));
    } finally {
      lock.unlock();
    }
  }
}
