// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.testing.ollama;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model's name: {@code [namespace/]model[:tag]}; the tag defaults to {@code latest}. Names are
 * the same whatever their case.
 */
record ModelName(String namespace, String model, String tag) {
  private static final Pattern FORM =
      Pattern.compile("(?:([\\w.-]{1,80})/)?([\\w.-]{1,80})(?::([\\w.-]{1,80}))?");

  static Optional<ModelName> parse(String text) {
    Matcher matcher = FORM.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String namespace = Optional.ofNullable(matcher.group(1)).orElse("library");
    String tag = Optional.ofNullable(matcher.group(3)).orElse("latest");
    return Optional.of(new ModelName(namespace, matcher.group(2), tag));
  }

  /** As Ollama shows it: without the namespace {@code library}, with the tag. */
  String display() {
    return (namespace.equals("library") ? "" : namespace + "/") + model + ":" + tag;
  }
}
