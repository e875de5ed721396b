// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.requests;

import dev.wheelhouse.engine.gateway.request.RequestEntry;
import dev.wheelhouse.engine.gateway.request.RequestEntry.Outcome;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which requests are on show.
 *
 * @param text what one of its words has to contain; empty for any
 * @param outcome null for any
 */
record Filter(String text, @Nullable Outcome outcome) implements Predicate<RequestEntry> {
  static final Filter NONE = new Filter("", null);

  @Override
  public boolean test(RequestEntry entry) {
    return (outcome == null || entry.result().outcome() == outcome) && contains(entry);
  }

  private boolean contains(RequestEntry entry) {
    String wanted = text.strip().toLowerCase(Locale.ROOT);
    return wanted.isEmpty()
        || Stream.of(
                entry.asked().model(),
                entry.asked().key(),
                entry.asked().operation(),
                entry.route().upstream(),
                entry.route().model(),
                entry.result().error(),
                entry.id())
            .anyMatch(word -> word.toLowerCase(Locale.ROOT).contains(wanted));
  }
}
