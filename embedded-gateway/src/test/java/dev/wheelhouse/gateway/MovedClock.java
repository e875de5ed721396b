// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test moves it. */
public final class MovedClock extends Clock {
  private final AtomicReference<Instant> now;

  /** Stands at this moment. */
  public MovedClock(String instant) {
    this.now = new AtomicReference<>(Instant.parse(instant));
  }

  /** Moves on. */
  public void move(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }

  @Override
  public Instant instant() {
    return now.get();
  }
}
