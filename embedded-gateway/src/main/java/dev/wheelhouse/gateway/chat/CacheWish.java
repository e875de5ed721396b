// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.chat;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What a client says of the cache in its headers.
 *
 * @param on whether it asks for the cache where that is not on anyway
 * @param forced whether also for what is answered anew otherwise: tools, a temperature above 0
 * @param read whether an answer may come from the cache
 * @param store whether the answer may be kept
 * @param maxAge how old an answer may be; empty for any age
 */
public record CacheWish(
    boolean on, boolean forced, boolean read, boolean store, Optional<Duration> maxAge) {
  /** Nothing was said. */
  public static final CacheWish NONE = new CacheWish(false, false, true, true, Optional.empty());

  /**
   * Reads the headers.
   *
   * @param cacheControl the value of {@code Cache-Control}
   * @param own the value of {@code X-Wheelhouse-Cache}: {@code on}, {@code off} or {@code force}
   */
  public static CacheWish of(String cacheControl, String own) {
    if (cacheControl.isEmpty() && own.isEmpty()) {
      return NONE;
    }
    String wish = own.strip().toLowerCase(Locale.ROOT);
    boolean force = wish.equals("force");
    boolean read = !wish.equals("off");
    boolean store = read;
    Optional<Duration> maxAge = Optional.empty();
    for (String directive : cacheControl.toLowerCase(Locale.ROOT).split(",", -1)) {
      String name = directive.strip();
      if (name.equals("no-store")) {
        read = false;
        store = false;
      } else if (name.equals("no-cache")) {
        read = false;
      } else if (name.matches("max-age=\\d{1,9}")) {
        maxAge = Optional.of(Duration.ofSeconds(Long.parseLong(name.substring(8))));
      }
    }
    return new CacheWish(force || wish.equals("on"), force, read, store, maxAge);
  }
}
