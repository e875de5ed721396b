// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route.policy;

import dev.wheelhouse.gateway.route.pool.Target;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Sticky: a conversation goes to the target that answered it last, whose cache knows it already, as
 * long as that one is usable; else, and for a new conversation, to the one of another policy. At
 * most ten thousand conversations are remembered, each for ten minutes after its last answer.
 */
public final class Sticky {
  private static final int MOST = 10_000;
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Long, Place> places = new Places();

  /** Remembers nothing yet. */
  public Sticky(Clock clock) {
    this.clock = clock;
  }

  private record Place(Target target, Instant until) {}

  private static final class Places extends LinkedHashMap<Long, Place> {
    private static final long serialVersionUID = 1L;

    Places() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Long, Place> eldest) {
      return size() > MOST;
    }
  }

  /** The order with the conversation's own target first; the same list when there is none. */
  public List<Candidate> order(List<Candidate> order, long conversation) {
    if (conversation == 0) {
      return order;
    }
    Place place;
    lock.lock();
    try {
      place = places.get(conversation);
    } finally {
      lock.unlock();
    }
    if (place == null || clock.instant().isAfter(place.until())) {
      return order;
    }
    for (Candidate each : order) {
      if (each.target().label().equals(place.target().label())) {
        List<Candidate> own = new ArrayList<>(order);
        own.remove(each);
        own.addFirst(each);
        return own;
      }
    }
    return order;
  }

  /** This target answered the conversation. */
  public void answered(long conversation, Target target) {
    if (conversation == 0) {
      return;
    }
    Place place = new Place(target, clock.instant().plus(LONGEST));
    lock.lock();
    try {
      places.put(conversation, place);
    } finally {
      lock.unlock();
    }
  }

  /** Forgets all conversations. */
  public void reset() {
    lock.lock();
    try {
      places.clear();
    } finally {
      lock.unlock();
    }
  }
}
