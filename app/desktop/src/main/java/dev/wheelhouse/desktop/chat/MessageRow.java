// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.chat;

import javafx.css.PseudoClass;
import javafx.scene.layout.VBox;

/** The node of one message. */
abstract sealed class MessageRow extends VBox permits QuestionRow, AnswerRow {
  private static final PseudoClass LAST = PseudoClass.getPseudoClass("last");

  MessageRow(String styleClass) {
    getStyleClass().addAll("message", styleClass);
    setFillWidth(true);
  }

  /** The message that it shows. */
  abstract MessageItem item();

  /** Says whether it is the last of its kind, which can be asked or answered anew. */
  final void setLast(boolean last) {
    pseudoClassStateChanged(LAST, last);
    lastChanged(last);
  }

  abstract void lastChanged(boolean last);

  /** Ends its subscriptions; it is not used any more. */
  abstract void dispose();
}
