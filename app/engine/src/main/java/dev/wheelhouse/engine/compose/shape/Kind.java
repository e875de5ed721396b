// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.shape;

/** What may stand at a place of a Compose file, and how it is written out again. */
public enum Kind {
  TEXT("a text"),
  FLAG("true or false"),
  WHOLE("a whole number"),
  NUMBER("a number"),
  /** An amount of bytes; written as a text of digits. */
  BYTES("an amount of bytes, such as 512m"),
  TIME("a time, such as 1m30s"),
  /** A map of single values, or a list of {@code KEY=value}. */
  PAIRS("a map, or a list of KEY=value"),
  /** A map of single values. */
  OPTIONS("a map of single values"),
  HOSTS("a map, or a list of NAME=ADDRESS"),
  /** A list of texts. */
  LIST("a list of texts"),
  /** A list of texts, or one text. */
  TEXTS("a text or a list of texts"),
  COMMAND("a text or a list of texts"),
  TEST("a text or a list of texts"),
  /** A map of known keys; stays when empty. */
  STRUCT("a map"),
  /** A map of known keys; means nothing when empty. */
  BAG("a map"),
  /** A map whose keys people choose. */
  NAMED("a map of names"),
  /** A list of maps, or of their short forms. */
  ITEMS("a list"),
  /** Nothing at all. */
  NULL("nothing"),
  ANY("anything");

  private final String words;

  Kind(String words) {
    this.words = words;
  }

  /** For messages. */
  public String words() {
    return words;
  }
}
