// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.text.markdown;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.commonmark.ext.gfm.strikethrough.Strikethrough;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.jspecify.annotations.Nullable;

/** Turns the running text under a node into flat {@link Inline}s. */
final class InlineReader {
  private final List<Inline> out = new ArrayList<>();

  private InlineReader() {}

  static List<Inline> read(Node parent) {
    InlineReader reader = new InlineReader();
    reader.children(parent, Inline.Style.PLAIN, null);
    return reader.out;
  }

  private void children(Node parent, Inline.Style style, @Nullable String link) {
    for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
      one(node, style, link);
    }
  }

  private void one(Node node, Inline.Style style, @Nullable String link) {
    switch (node) {
      case Text text -> add(text.getLiteral(), style, link);
      case Code code -> add(code.getLiteral(), style.asCode(), link);
      case Emphasis emphasis -> children(emphasis, style.asItalic(), link);
      case StrongEmphasis strong -> children(strong, style.asBold(), link);
      case Strikethrough struck -> children(struck, style.asStruck(), link);
      case Link target -> link(target, style);
      case Image image ->
          out.add(new Inline.Image(plain(image), VisibleText.of(destination(image))));
      case HtmlInline html -> add(html.getLiteral(), style.asCode(), link);
      // models break lines on purpose more often than not
      case SoftLineBreak _ -> add("\n", style, link);
      case HardLineBreak _ -> add("\n", style, link);
      default -> children(node, style, link);
    }
  }

  private static String destination(Image image) {
    return image.getDestination() == null ? "" : image.getDestination();
  }

  private void link(Link node, Inline.Style style) {
    String written = node.getDestination() == null ? "" : node.getDestination();
    Optional<WebAddress> address = WebAddress.parse(written);
    if (address.isPresent()) {
      children(node, style, address.get().url());
      return;
    }
    children(node, style, null);
    if (!written.isEmpty()) {
      add(" (" + written + ")", style, null);
    }
  }

  private static String plain(Node node) {
    StringBuilder text = new StringBuilder();
    for (Inline inline : read(node)) {
      switch (inline) {
        case Inline.Run run -> text.append(run.text());
        case Inline.Link link -> text.append(link.text());
        case Inline.Image image -> text.append(image.description());
      }
    }
    return text.toString();
  }

  /** Joins equal neighbours, so that a paragraph is a handful of runs. */
  private void add(String literal, Inline.Style style, @Nullable String link) {
    String text = VisibleText.of(literal);
    Inline last = out.isEmpty() ? null : out.getLast();
    if (link != null) {
      if (last instanceof Inline.Link l && l.url().equals(link) && l.style().equals(style)) {
        out.set(out.size() - 1, new Inline.Link(l.text() + text, style, link));
      } else {
        out.add(new Inline.Link(text, style, link));
      }
    } else if (last instanceof Inline.Run run && run.style().equals(style)) {
      out.set(out.size() - 1, new Inline.Run(run.text() + text, style));
    } else {
      out.add(new Inline.Run(text, style));
    }
  }
}
