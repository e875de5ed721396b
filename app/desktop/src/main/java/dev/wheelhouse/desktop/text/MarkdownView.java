// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.text;

import dev.wheelhouse.desktop.frame.Outside;
import dev.wheelhouse.desktop.text.markdown.MarkdownDocument;
import dev.wheelhouse.desktop.text.markdown.MarkdownParser;
import dev.wheelhouse.desktop.text.markdown.Shortened;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

/**
 * Markdown as nodes. Nothing in it is ever fetched: pictures become buttons, links ask first. While
 * the text grows only its last block is made again. Long texts show their beginning, and a button.
 */
public final class MarkdownView extends HoldingRegion {
  /** About forty pages; laid out in well under a second. */
  static final int SHOWN_AT_FIRST = 60_000;

  private static final MarkdownParser PARSER = new MarkdownParser();

  private final MarkdownDocument document = new MarkdownDocument(PARSER);
  private final Column column;
  private final Column body = new Column("md-body");
  private final BlockNodes nodes;
  private final Outside outside;
  private final TextSelection selection;
  private List<BlockNodes.Shown> shown = List.of();
  private int characters = SHOWN_AT_FIRST;
  private String whole = "";

  public MarkdownView(Outside outside) {
    this(new Column("md"), outside);
  }

  private MarkdownView(Column column, Outside outside) {
    super(column);
    this.column = column;
    this.outside = outside;
    this.nodes = new BlockNodes(outside);
    this.selection = new TextSelection(this);
    getStyleClass().add("md-view");
    column.setEntries(List.of(new Column.Entry(body, 0)));
    addEventHandler(KeyEvent.KEY_PRESSED, this::key);
  }

  /** Shows the text; cheap when it only grew since the last call. */
  public void setMarkdown(String markdown) {
    whole = markdown;
    if (document.set(beginning()) < document.blocks().size() || document.blocks().isEmpty()) {
      refresh();
    }
  }

  /**
   * What is parsed: markup is rarely more than the text itself, and every line may be a block. What
   * lies further would not be shown.
   */
  private String beginning() {
    int most = Math.min(whole.length(), 3 * characters);
    int lines = characters / 12;
    int at = 0;
    while (at < most && lines > 0) {
      int end = whole.indexOf('\n', at);
      at = end < 0 ? most : end + 1;
      lines--;
    }
    return whole.substring(0, Math.min(at, most));
  }

  /** Shows the text as it is, without looking for markup. */
  public void setPlain(String text) {
    whole = text;
    document.setPlain(text);
    refresh();
  }

  /** Says that the text will not grow any more. */
  public void finish() {
    if (document.finish() < document.blocks().size()) {
      refresh();
    }
  }

  /** What the user selected, or empty. */
  public String selectedText() {
    return selection.text();
  }

  private void refresh() {
    Shortened shortened = Shortened.of(document.blocks(), characters);
    shown = nodes.sync(body, shown, shortened.blocks(), false);
    List<Column.Entry> entries = new ArrayList<>();
    entries.add(new Column.Entry(body, 0));
    long leftOut = shortened.leftOut() + whole.length() - document.source().length();
    if (leftOut > 0) {
      entries.add(new Column.Entry(moreButton(leftOut), 12));
    }
    if (entries.size() > 1 || column.getChildrenUnmodifiable().size() > 1) {
      column.setEntries(entries);
    }
  }

  private Button moreButton(long leftOut) {
    Button more = new Button("Show more · " + String.format("%,d", leftOut) + " characters left");
    more.getStyleClass().add("md-more");
    more.setMaxWidth(Double.MAX_VALUE);
    more.setOnAction(_ -> {
      characters += SHOWN_AT_FIRST;
      document.set(beginning());
      refresh();
    });
    return more;
  }

  private void key(KeyEvent event) {
    if (KeyCombination.valueOf("Shortcut+C").match(event) && !selectedText().isEmpty()) {
      outside.copy(selectedText());
      event.consume();
    } else if (KeyCombination.valueOf("Shortcut+A").match(event)) {
      selection.selectAll();
      event.consume();
    }
  }
}
