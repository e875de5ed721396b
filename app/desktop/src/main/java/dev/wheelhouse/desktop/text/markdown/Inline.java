// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.text.markdown;

/** A piece of running text. */
public sealed interface Inline {

  /** Text in one style; line breaks are in the text. */
  record Run(String text, Style style) implements Inline {}

  /**
   * Text that leads to a web page, with an address that {@link WebAddress} accepted.
   *
   * @param url http or https, in full
   */
  record Link(String text, Style style, String url) implements Inline {}

  /**
   * A picture that is not fetched.
   *
   * @param url as written; may be of any kind
   */
  record Image(String description, String url) implements Inline {}

  /** How a run looks. */
  record Style(boolean bold, boolean italic, boolean struck, boolean code) {
    public static final Style PLAIN = new Style(false, false, false, false);

    Style asBold() {
      return new Style(true, italic, struck, code);
    }

    Style asItalic() {
      return new Style(bold, true, struck, code);
    }

    Style asStruck() {
      return new Style(bold, italic, true, code);
    }

    Style asCode() {
      return new Style(bold, italic, struck, true);
    }
  }
}
