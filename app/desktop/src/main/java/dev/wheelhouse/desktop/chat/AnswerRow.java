// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.chat;

import dev.wheelhouse.desktop.control.Buttons;
import dev.wheelhouse.desktop.control.IconButton;
import dev.wheelhouse.desktop.control.ProblemCard;
import dev.wheelhouse.desktop.control.StateMark;
import dev.wheelhouse.desktop.frame.Frame;
import dev.wheelhouse.desktop.frame.ScreenName;
import dev.wheelhouse.desktop.text.MarkdownView;
import dev.wheelhouse.desktop.text.markdown.PlainText;
import dev.wheelhouse.desktop.theme.Style;
import dev.wheelhouse.desktop.theme.Tone;
import dev.wheelhouse.engine.chat.Message;
import dev.wheelhouse.engine.problem.ChatProblem.AnswerFailed;
import dev.wheelhouse.engine.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.util.Subscription;
import org.kordamp.ikonli.feather.Feather;

/** An answer: what the model thought, folded; what it said; how it went. */
final class AnswerRow extends MessageRow {
  private final MessageItem item;
  private final ChatViewModel chat;
  private final Frame frame;
  private final ThinkingBox thinking;
  private final MarkdownView text;
  private final HBox waiting;
  private final Label quiet = new Label();
  private final IconButton again;
  private final HBox line;
  private final Subscription subscription;
  private boolean last;

  AnswerRow(MessageItem item, ChatViewModel chat, Frame frame) {
    super("answer");
    this.item = item;
    this.chat = chat;
    this.frame = frame;
    thinking = new ThinkingBox(frame.outside());
    text = new MarkdownView(frame.outside());
    waiting = waiting(item.message().model());
    quiet.getStyleClass().addAll(Style.QUIET, Style.CAPTION);
    quiet.setMinWidth(0);
    IconButton copy =
        new IconButton(
            Feather.COPY, "Copy the answer", () -> frame.outside().copy(item.message().text()));
    again = new IconButton(Feather.REFRESH_CW, "Answer again", chat::regenerate);
    HBox actions = new HBox(copy, again);
    actions.getStyleClass().add("message-actions");
    actions.setMinWidth(Region.USE_PREF_SIZE);
    line = new HBox(8, quiet, actions);
    line.setAlignment(Pos.CENTER_LEFT);
    setAccessibleRole(AccessibleRole.LIST_ITEM);
    subscription =
        Subscription.combine(
            item.messageProperty().subscribe(this::show),
            chat.problemProperty().subscribe(() -> show(item.message())));
  }

  @Override
  MessageItem item() {
    return item;
  }

  @Override
  void lastChanged(boolean isLast) {
    last = isLast;
    again.setVisible(last);
    again.setManaged(last);
    show(item.message());
  }

  @Override
  void dispose() {
    subscription.unsubscribe();
  }

  private void show(Message message) {
    List<Node> parts = new ArrayList<>();
    boolean streaming = item.streaming();
    if (!message.thinking().isBlank()) {
      thinking.show(message.thinking(), streaming && message.text().isEmpty());
      parts.add(thinking);
    }
    if (!message.text().isEmpty()) {
      text.setMarkdown(message.text());
      parts.add(text);
    } else if (streaming) {
      parts.add(waiting);
    }
    if (!streaming) {
      text.finish();
      if (message.status() == Message.Status.FAILED) {
        parts.add(failure(message));
      }
      quiet.setText(AnswerLine.of(message));
      quiet.setTooltip(new Tooltip(AnswerLine.explained(message)));
      parts.add(line);
      setAccessibleText(message.model() + ": " + PlainText.ofMarkdown(message.text()));
    }
    if (!parts.equals(getChildren())) {
      getChildren().setAll(parts);
    }
  }

  private ProblemCard failure(Message message) {
    Problem known = last ? chat.problemProperty().get() : null;
    Problem problem = known == null ? new AnswerFailed(message.model(), detail(message)) : known;
    if (!last) {
      return new ProblemCard(problem);
    }
    return new ProblemCard(
        problem,
        Buttons.plain(Feather.REFRESH_CW, "Try again", chat::regenerate),
        Buttons.ghost("Open settings", () -> frame.navigator().go(ScreenName.SETTINGS)));
  }

  /** What is stored begins with the sentence that the card shows as its heading. */
  private static String detail(Message message) {
    String heading = new AnswerFailed(message.model(), "").cause() + ": ";
    return message.error().startsWith(heading)
        ? message.error().substring(heading.length())
        : message.error();
  }

  private static HBox waiting(String model) {
    Label words = new Label("Waiting for " + model);
    words.getStyleClass().add(Style.QUIET);
    HBox box = new HBox(8, new StateMark(Tone.BUSY), words);
    box.setAlignment(Pos.CENTER_LEFT);
    return box;
  }
}
