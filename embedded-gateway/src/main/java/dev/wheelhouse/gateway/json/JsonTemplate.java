// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.json;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;

/**
 * JSON of which only one string changes, as in the pieces of a stream: the rest is written once and
 * not once for each token.
 */
public final class JsonTemplate {
  /** Stands for the string in the document that a template is made of. */
  public static final String HOLE = "\u0001";

  private static final String ESCAPED_HOLE = "\"\\u0001\"";

  private final byte[] before;
  private final byte[] after;

  private JsonTemplate(byte[] before, byte[] after) {
    this.before = before;
    this.after = after;
  }

  /** A template of bytes in which a string is {@link #HOLE}; the last one counts. */
  public static JsonTemplate of(byte[] document) {
    String text = new String(document, StandardCharsets.UTF_8);
    int hole = text.lastIndexOf(ESCAPED_HOLE);
    if (hole < 0) {
      throw new IllegalArgumentException("the document has no hole");
    }
    return new JsonTemplate(
        text.substring(0, hole + 1).getBytes(StandardCharsets.UTF_8),
        text.substring(hole + ESCAPED_HOLE.length() - 1).getBytes(StandardCharsets.UTF_8));
  }

  /** The document with this string in its place. */
  public byte[] with(String text) {
    byte[] quoted = JsonStringEncoder.getInstance().quoteAsUTF8(text);
    byte[] document = new byte[before.length + quoted.length + after.length];
    System.arraycopy(before, 0, document, 0, before.length);
    System.arraycopy(quoted, 0, document, before.length, quoted.length);
    System.arraycopy(after, 0, document, before.length + quoted.length, after.length);
    return document;
  }
}
