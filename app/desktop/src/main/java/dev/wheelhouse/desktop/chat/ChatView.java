// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.chat;

import dev.wheelhouse.desktop.control.AnchoredFlow;
import dev.wheelhouse.desktop.control.Buttons;
import dev.wheelhouse.desktop.control.EmptyState;
import dev.wheelhouse.desktop.control.ProblemCard;
import dev.wheelhouse.desktop.frame.Frame;
import dev.wheelhouse.desktop.frame.Screen;
import dev.wheelhouse.desktop.frame.ScreenName;
import dev.wheelhouse.engine.chat.Message;
import dev.wheelhouse.engine.chat.ModelChoice;
import dev.wheelhouse.engine.problem.Problem;
import java.time.Clock;
import javafx.beans.InvalidationListener;
import javafx.fxml.FXML;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Shows {@link ChatViewModel}. */
public final class ChatView implements Screen {
  private static final double COLUMN = 760;

  private final ChatViewModel chat;
  private final Frame frame;
  private final MessageRows rows;
  private final Composer composer;
  private final ConversationsPane conversations;
  private final NoModelState modelMissing;

  @FXML private HBox root;
  @FXML private StackPane listHolder;
  @FXML private HBox header;
  @FXML private Label title;
  @FXML private MenuButton more;
  @FXML private StackPane middle;
  @FXML private VBox bottom;

  private final Button jump = new Button("Jump to the end", FontIcon.of(Feather.ARROW_DOWN, 14));

  public ChatView(ChatViewModel chat, Frame frame, Clock clock) {
    this.chat = chat;
    this.frame = frame;
    rows = new MessageRows(chat, frame);
    composer = new Composer(chat, new ModelPicker(chat.models()));
    conversations = new ConversationsPane(chat, frame.notices(), clock, () -> open("new"));
    modelMissing = new NoModelState(chat.models(), frame.navigator());
  }

  @FXML
  void initialize() {
    listHolder.getChildren().add(conversations);
    title.textProperty().bind(chat.titleProperty());
    more.setGraphic(FontIcon.of(Feather.MORE_HORIZONTAL, 16));
    more.getItems().setAll(menu());
    AnchoredFlow<MessageRow> flow = rows.flow();
    flow.setWidest(COLUMN);
    flow.setAccessibleText("Messages");
    flow.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    flow.setFocusTraversable(true);
    jump.getStyleClass().add("jump-button");
    jump.setOnAction(_ -> flow.scrollToEnd());
    jump.visibleProperty().bind(flow.followingProperty().not());
    StackPane.setAlignment(jump, Pos.BOTTOM_CENTER);
    composer.setMaxWidth(COLUMN);
    bottom.getChildren().add(composer);
    InvalidationListener show = _ -> show();
    chat.messages().addListener(show);
    chat.currentProperty().addListener(show);
    chat.models().problemProperty().addListener(show);
    chat.models().chosenProperty().addListener(show);
    chat.models().pullingProperty().addListener(show);
    chat.models().ollamaAnswersProperty().addListener(show);
    chat.problemProperty().addListener(show);
    chat.currentProperty().subscribe(() -> flow.reset(true));
    show();
  }

  @Override
  public Parent root() {
    return root;
  }

  @Override
  public void shown() {
    chat.shown();
  }

  @Override
  public void open(String item) {
    if (item.equals("new")) {
      chat.openNew();
    } else if (item.matches("\\d{1,18}")) {
      chat.open(Long.parseLong(item));
    }
    focus();
  }

  @Override
  public void focus() {
    composer.requestFocus();
  }

  @Override
  public boolean escape() {
    return composer.escape();
  }

  private MenuItem[] menu() {
    MenuItem rename = new MenuItem("Rename");
    rename.setOnAction(_ -> conversations.startRename(chat.currentProperty().get()));
    MenuItem copy = new MenuItem("Copy as Markdown");
    copy.setOnAction(_ -> {
      frame.outside().copy(chat.asMarkdown());
      frame.notices().done("Copied the conversation");
    });
    MenuItem delete = new MenuItem("Delete");
    delete.setOnAction(
        _ -> chat.list().find(chat.currentProperty().get()).ifPresent(conversations::delete));
    return new MenuItem[] {rename, copy, delete};
  }

  private void show() {
    boolean empty = chat.messages().isEmpty();
    boolean stored = chat.currentProperty().get() != ChatViewModel.NEW;
    header.setVisible(stored);
    header.setManaged(stored);
    Problem noModel = chat.models().problemProperty().get();
    Parent shown =
        !empty
            ? rows.flow()
            : noModel != null ? modelMissing.node(noModel) : stored ? new HBox() : begin();
    if (!middle.getChildren().contains(shown)) {
      middle.getChildren().setAll(shown, jump);
    }
    showProblem(empty);
  }

  /** A problem that no stored answer shows, such as a message that could not be sent. */
  private void showProblem(boolean empty) {
    Problem problem = chat.problemProperty().get();
    boolean inAnswer =
        !empty && chat.messages().getLast().message().status() == Message.Status.FAILED;
    boolean noModelShown = empty && chat.models().problemProperty().get() != null;
    if (problem == null || inAnswer || noModelShown) {
      bottom.getChildren().setAll(composer);
    } else {
      ProblemCard card =
          new ProblemCard(
              problem,
              Buttons.plain("Open settings", () -> frame.navigator().go(ScreenName.SETTINGS)),
              Buttons.ghost("Dismiss", chat::dismissProblem));
      card.setMaxWidth(COLUMN);
      bottom.getChildren().setAll(card, composer);
    }
  }

  private Parent begin() {
    ModelChoice model = chat.models().chosenProperty().get();
    return new EmptyState(
        Feather.MESSAGE_SQUARE,
        model == null ? "New chat" : "Ask " + model.id(),
        model == null
            ? "Looking for a model that answers."
            : "It runs on " + model.upstream() + ". Your conversations are kept on this computer.");
  }

  private void key(KeyEvent event) {
    AnchoredFlow<MessageRow> flow = rows.flow();
    switch (event.getCode()) {
      case UP -> flow.scrollBy(-40);
      case DOWN -> flow.scrollBy(40);
      case PAGE_UP -> flow.page(-1);
      case PAGE_DOWN -> flow.page(1);
      case HOME -> flow.scrollToStart();
      case END -> flow.scrollToEnd();
      default -> {
        return;
      }
    }
    event.consume();
  }
}
