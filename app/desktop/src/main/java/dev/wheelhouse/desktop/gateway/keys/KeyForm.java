// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.keys;

import dev.wheelhouse.desktop.gateway.part.Written;
import dev.wheelhouse.engine.gateway.key.KeyBounds;
import dev.wheelhouse.engine.gateway.key.KeyRights;
import dev.wheelhouse.engine.gateway.key.KeyScope;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the user wrote about a new key.
 *
 * @param models patterns, between commas or blanks
 * @param days until it expires; 0 for never
 * @param requests how many a minute; empty for no limit
 * @param tokens how many a minute; empty for no limit
 * @param budget how much a month; empty for no limit
 */
record KeyForm(
    String name,
    Set<KeyScope> scopes,
    String models,
    int days,
    String requests,
    String tokens,
    String budget) {

  /**
   * What the key is to allow.
   *
   * @throws NumberFormatException when a limit is no number; its message says which
   */
  KeyRights rights() {
    List<String> patterns =
        Stream.of(models.split("[\\s,]+")).filter(pattern -> !pattern.isEmpty()).toList();
    KeyBounds bounds =
        new KeyBounds(
            Written.whole("Requests per minute", requests),
            Written.whole("Tokens per minute", tokens),
            0,
            0,
            Written.amountOrNone("The budget", budget));
    return new KeyRights(scopes, patterns, bounds, false);
  }
}
