// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.limit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Where limits are counted. Safe from any thread; each method is one step for everyone. */
public interface LimitStore {
  /**
   * Takes all claims, or none of them when one does not fit.
   *
   * @param ticket names the request, for {@link #settle}
   */
  Taken take(String ticket, List<Claim> claims, Instant now);

  /**
   * The request is over for these claims, each of which comes once: corrects what was estimated,
   * and gives back what is held. A claim of requests that is 0 now was of one that was not made.
   */
  void settle(String ticket, List<Claim> claims, Instant now);

  /**
   * How it went.
   *
   * @param refused the place of the claim that did not fit; -1 when all were taken
   * @param levels of each claim, in their order; of those behind a refused one, none
   */
  record Taken(int refused, List<Level> levels) {
    /** Copies the list. */
    public Taken {
      levels = List.copyOf(levels);
    }

    /** Whether the request may go on. */
    public boolean granted() {
      return refused < 0;
    }
  }

  /**
   * How full an account is.
   *
   * @param used of the account now, with this request if it was let in
   * @param fits until the claim would fit; zero when it did, or when nobody can say
   * @param reset until all that is counted now has passed
   */
  record Level(long used, Duration fits, Duration reset) {}
}
