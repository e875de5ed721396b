// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.desktop.testing.FakeFrame;
import dev.wheelhouse.desktop.testing.Stages;
import dev.wheelhouse.desktop.theme.Palette;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

@ExtendWith(ApplicationExtension.class)
class MarkdownViewTest {
  private static final String ANSWER =
      """
      # Connect to Postgres

      Use the **pooled** address with a *short* timeout. The password is in `POSTGRES_PASSWORD_FILE`, never in the [connection string](https://www.postgresql.org/docs/current/libpq-connect.html).

      ## Steps

      1. Read the secret from its file
      2. Open a connection with `sslmode=disable`, since it stays on this machine
         - the address is `127.0.0.1`
         - the port is **5432**
      3. Run a query

      ```java
      // reads the password once
      String password = Files.readString(Path.of("/run/secrets/postgres_password")).strip();
      try (Connection connection = DriverManager.getConnection(url, "app", password)) {
        int rows = 42; // a number
      }
      ```

      > Keep the connection short: a pool of ten serves a hundred users.

      | Setting | Default | What it does |
      |:--------|--------:|:-------------|
      | `max_connections` | 100 | How many clients may be connected at once |
      | `shared_buffers` | 128 MB | Memory that all of them share for pages |

      ![diagram](https://example.org/diagram.png) and ~~old advice~~.

      ---

      <script>alert(1)</script>
      """;

  private final FakeFrame frame = new FakeFrame();
  private MarkdownView view;
  private Scene scene;
  private StackPane page;

  @Start
  void start(Stage stage) {
    view = new MarkdownView(frame.outside());
    page = new StackPane(view);
    page.setStyle("-fx-padding: 24; -fx-background-color: -wh-surface;");
    page.getStylesheets().add(MarkdownView.class.getResource("text.css").toExternalForm());
    page.setMaxWidth(808);
    ScrollPane scroll = new ScrollPane(page);
    scroll.setFitToWidth(true);
    scene = Stages.show(stage, scroll, Palette.LIGHT, 808, 700);
  }

  @ParameterizedTest
  @EnumSource(Palette.class)
  void looksLikeAPage(Palette palette, FxRobot robot) {
    robot.interact(() -> {
      dev.wheelhouse.desktop.theme.Themes.dress(scene, palette);
      view.setMarkdown(ANSWER);
      view.finish();
    });
    Stages.picture(page, Path.of("target/pictures/markdown-" + palette + ".png"));

    assertThat(view.lookupAll(".md-code")).hasSize(2);
    assertThat(view.lookupAll(".md-table")).hasSize(1);
    assertThat(view.lookupAll(".md-image")).hasSize(1);
  }

  @Test
  void asksBeforeALinkIsOpened(FxRobot robot) {
    show(robot, "Go to [the bank](https://example.org/login?next=1) now");

    robot.clickOn(".md-link");
    assertThat(frame.opened).isEmpty();
    Stages.picture(
        robot.lookup("#linkPrompt").query().getScene(), Path.of("target/pictures/link.png"));
    assertThat(robot.lookup(".md-prompt-address").queryLabeled().getText())
        .isEqualTo("https://example.org/login?next=1");

    robot.clickOn("Open in browser");
    assertThat(frame.opened).containsExactly("https://example.org/login?next=1");
  }

  @Test
  void aPictureOfAnotherKindCannotBeOpened(FxRobot robot) {
    show(robot, "![x](file:///etc/passwd)");

    robot.clickOn(".md-image");

    assertThat(robot.lookup("Open in browser").tryQuery()).isEmpty();
    robot.clickOn("Copy address");
    assertThat(frame.copied).containsExactly("file:///etc/passwd");
  }

  @Test
  void copiesCodeAndWrapsIt(FxRobot robot) {
    show(robot, "```sql\nselect 1;\n" + "x".repeat(400) + "\n```");
    double height = view.prefHeight(700);

    robot.clickOn("Copy");
    robot.clickOn("Wrap");
    WaitForAsyncUtils.waitForFxEvents();

    assertThat(frame.copied).containsExactly("select 1;\n" + "x".repeat(400));
    assertThat(view.prefHeight(700)).isGreaterThan(height + 30);
  }

  @Test
  void selectsOverSeveralBlocksAndCopies(FxRobot robot) {
    show(robot, "First words here\n\nSecond words here");
    Node[] texts = view.lookupAll(".md-text").toArray(new Node[0]);

    robot
        .moveTo(robot.point(texts[0]).atPosition(javafx.geometry.Pos.CENTER_LEFT))
        .press(MouseButton.PRIMARY)
        .moveTo(robot.point(texts[1]).atPosition(javafx.geometry.Pos.CENTER_RIGHT))
        .release(MouseButton.PRIMARY);
    robot.press(KeyCode.CONTROL, KeyCode.C).release(KeyCode.C, KeyCode.CONTROL);

    assertThat(frame.copied).containsExactly("First words here\nSecond words here");
  }

  @Test
  void keepsTheNodesOfBlocksThatDidNotChange(FxRobot robot) {
    show(robot, "one\n\n- a\n- b\n\ntwo");
    Set<Node> before = Set.copyOf(view.lookupAll(".md-text > .md-run"));

    robot.interact(() -> view.setMarkdown("one\n\n- a\n- b\n\ntwo and more"));

    Set<Node> after = view.lookupAll(".md-text > .md-run");
    assertThat(after).hasSize(4);
    assertThat(after.stream().filter(before::contains)).hasSize(3);
  }

  @Test
  void laysOutAMegabyteInOneLineWithinASecond(FxRobot robot) {
    for (String hostile :
        new String[] {
          "x".repeat(1_000_000),
          "word ".repeat(200_000),
          "```\n" + "y".repeat(1_000_000) + "\n```",
          "> ".repeat(10_000) + "deep",
          "- ".repeat(10_000) + "deep",
          "- item\n".repeat(100_000),
          "| a | b |\n|---|---|\n" + "| c | d |\n".repeat(20_000),
          "`c` ".repeat(100_000),
          "[a](https://example.org) ".repeat(20_000),
        }) {
      AtomicLong nanos = new AtomicLong();
      robot.interact(() -> {
        // the thread's own time, so that a busy machine changes nothing
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        view.setMarkdown("");
        view.setMarkdown(hostile);
        scene.getRoot().applyCss();
        scene.getRoot().layout();
        nanos.set(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before);
      });
      double seconds = nanos.get() / 1e9;
      assertThat(seconds).as(hostile.substring(0, 12)).isLessThan(1.0);
    }
  }

  @Test
  void showsMoreOfALongTextOnDemand(FxRobot robot) {
    show(robot, "word ".repeat(30_000));
    Button more = robot.lookup(".md-more").queryButton();
    assertThat(more.getText()).startsWith("Show more");

    robot.interact(more::fire);

    assertThat(
            view.lookupAll(".md-text > .md-run").stream().mapToInt(MarkdownViewTest::length).sum())
        .isGreaterThan(100_000);
  }

  private static int length(Node node) {
    return ((javafx.scene.text.Text) node).getText().length();
  }

  private void show(FxRobot robot, String markdown) {
    robot.interact(() -> view.setMarkdown(markdown));
    WaitForAsyncUtils.waitForFxEvents();
  }
}
