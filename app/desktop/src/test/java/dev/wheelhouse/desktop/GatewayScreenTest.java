// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.desktop.frame.ScreenName;
import dev.wheelhouse.desktop.fx.FxThread;
import dev.wheelhouse.desktop.testing.Eventually;
import dev.wheelhouse.desktop.testing.FakeDockerConnection;
import dev.wheelhouse.desktop.testing.GatewaySamples;
import dev.wheelhouse.desktop.testing.Samples;
import dev.wheelhouse.desktop.testing.SceneReader;
import dev.wheelhouse.desktop.testing.TestWindow;
import dev.wheelhouse.desktop.theme.Palette;
import dev.wheelhouse.engine.gateway.config.ModelPrice;
import dev.wheelhouse.engine.gateway.config.PoolPolicy;
import dev.wheelhouse.engine.gateway.config.PoolSettings;
import dev.wheelhouse.engine.gateway.config.PoolTarget;
import dev.wheelhouse.engine.gateway.key.GatewayKey;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** The screen Gateway in the real window. */
@ExtendWith(ApplicationExtension.class)
class GatewayScreenTest {
  private final TestWindow window =
      new TestWindow(
          new FxThread(),
          Executors.newVirtualThreadPerTaskExecutor(),
          FakeDockerConnection.connected(),
          Samples.running());
  private Scene scene;

  @Start
  void show(Stage stage) {
    window.gatewayServices.become(GatewaySamples.busy());
    window.gatewayServices.requests.course(GatewaySamples.course());
    GatewaySamples.requests(30).forEach(window.gatewayServices.requests::add);
    scene = window.show(stage, ScreenName.GATEWAY, Palette.LIGHT, 1280, 800);
  }

  @Test
  void aKeyIsMadeCopiedRevokedAndHonouredAgain(FxRobot robot) {
    press(robot, "#section-keys");
    until(() -> shows("No client keys yet"));
    press(robot, "#new-key");
    robot.interact(() -> ((TextField) scene.lookup("#key-name")).setText("notebook"));
    press(robot, "#make-key");
    until(() -> shows("The key for notebook"));
    pressWords(robot, "Copy the key");
    assertThat(window.outside.copied).singleElement().matches(text -> text.startsWith("whk-"));

    until(() -> shows("notebook"));
    pressWords(robot, "Revoke notebook");
    until(() -> shows("Revoked"));
    pressWords(robot, "Honour notebook again");
    until(() -> window.gatewayServices.keys.list().stream().allMatch(GatewayKey::honoured));

    press(robot, "#section-overview");
    press(robot, "#section-keys");
    assertThat(shows("The key for notebook")).as("a secret is gone once it was left").isFalse();
  }

  @Test
  void requestsAreFilteredAndContentsAreKeptOnlyAfterAWarning(FxRobot robot) {
    press(robot, "#section-requests");
    until(() -> shows("llama3.2:3b"));
    robot.interact(() -> ((TextField) scene.lookup("#request-filter")).setText("zebra"));
    until(() -> shows("No request fits"));
    pressWords(robot, "Show all");
    until(() -> shows("llama3.2:3b"));

    press(robot, "#keep-contents");
    assertThat(window.gatewayServices.settings.get().log().contents()).isFalse();
    until(() -> shows("Whoever can read your files"));
    robot.interact(() -> ((ButtonBase) scene.lookup(".confirm-bar .destructive")).fire());
    until(() -> window.gatewayServices.settings.get().log().contents());
  }

  @Test
  void whoChangesAPolicyByKeyboardStaysWhereTheyAre(FxRobot robot) {
    window.gatewayServices.settings.update(old -> old.withPools(GatewaySamples.pools()));
    press(robot, "#section-pools");
    until(() -> shows("private"));
    ComboBox<?> policy =
        (ComboBox<?>)
            SceneReader.find(
                    scene.getRoot(), node -> "Policy of everyday".equals(node.getAccessibleText()))
                .getFirst();
    robot.interact(policy::requestFocus);
    robot.push(KeyCode.DOWN);
    until(() -> policies().contains(PoolPolicy.WARM_FIRST));
    until(() -> shows("A target whose model is in memory already"));
    assertThat(scene.getFocusOwner()).isSameAs(policy);

    robot.push(KeyCode.UP);
    until(() -> policies().contains(PoolPolicy.DYNAMIC_WEIGHT));
    assertThat(scene.getFocusOwner()).isSameAs(policy);
  }

  @Test
  void whoTestsAProviderByKeyboardStaysWhereTheyAre(FxRobot robot) {
    press(robot, "#section-providers");
    until(() -> shows("openrouter"));
    Node test =
        SceneReader.find(
                scene.getRoot(), node -> "Test openrouter".equals(node.getAccessibleText()))
            .getFirst();
    robot.interact(test::requestFocus);
    robot.push(KeyCode.SPACE);

    until(() -> shows("small-model answered after"));
    assertThat(scene.getFocusOwner()).isSameAs(test);
  }

  @Test
  void targetsAreAskedInTheOrderInWhichTheyWereChosen(FxRobot robot) {
    press(robot, "#section-pools");
    until(() -> shows("No pools yet"));
    pressWords(robot, "Make the first pool");
    until(() -> shows("openrouter/glm-4.6"));
    robot.interact(() -> ((TextField) scene.lookup("#pool-name")).setText("mine"));
    ListView<?> targets = (ListView<?>) scene.lookup("#pool-targets");
    robot.interact(targets::requestFocus);
    for (int target : List.of(3, 0)) {
      robot.interact(() -> targets.getSelectionModel().clearAndSelect(target));
      robot.push(KeyCode.SPACE);
    }
    press(robot, "#make-pool");

    until(() -> !window.gatewayServices.settings.get().pools().isEmpty());
    assertThat(window.gatewayServices.settings.get().pools().getFirst().targets())
        .extracting(PoolTarget::label)
        .containsExactly("openrouter/glm-4.6", "local-ai/llama3.2:3b");
  }

  @Test
  void theFactsOfATargetAreWrittenWhereItStands(FxRobot robot) {
    window.gatewayServices.settings.update(old -> old.withPools(GatewaySamples.pools()));
    press(robot, "#section-pools");
    until(() -> shows("private"));
    pressWords(robot, "Price and context of local-ai/llama3.2:3b");
    robot.write("0.5\t1.5\t8192", 0);
    robot.push(KeyCode.ENTER);

    until(() -> shows("$0.5 in, $1.5 out · 8\u2009192 tokens"));
    assertThat(scene.getFocusOwner().getAccessibleText())
        .as("the keyboard is back where it was")
        .isEqualTo("Price and context of local-ai/llama3.2:3b");
  }

  @Test
  void aFormThatWasLeftShowsWhatHoldsWhenItIsOpenedAgain(FxRobot robot) {
    window.gatewayServices.settings.update(old -> old.withPools(GatewaySamples.pools()));
    press(robot, "#section-pools");
    until(() -> shows("private"));

    for (String form :
        List.of("Price and context of local-ai/llama3.2:3b", "More rules of everyday")) {
      pressWords(robot, form);
      List<String> before = texts();
      fill(robot, "77", "78");
      assertThat(texts()).isNotEqualTo(before);
      robot.push(KeyCode.ESCAPE);
      until(() -> form.equals(scene.getFocusOwner().getAccessibleText()));
      pressWords(robot, form);
      assertThat(texts()).as(form).isEqualTo(before);
      robot.push(KeyCode.ESCAPE);
    }
  }

  @Test
  void aPriceOfTheListIsShownAtItsTargetsAtOnce(FxRobot robot) {
    window.gatewayServices.settings.update(old -> old.withPools(GatewaySamples.pools()));
    press(robot, "#section-pools");
    until(() -> shows("private"));
    window.gatewayServices.settings.update(
        old -> old.withPrices(List.of(new ModelPrice("llama3.2*", 0.5, 7))));

    until(() -> shows("$0.5 in, $7 out"));
  }

  @Test
  void whatTheUserSaysOfAnAnswerIsKept(FxRobot robot) {
    press(robot, "#section-requests");
    until(() -> shows("llama3.2:3b"));
    robot.interact(() -> {
      TableView<?> table = (TableView<?>) scene.lookup("#requests");
      table.getSelectionModel().select(0);
    });
    until(() -> shows("Was it a good answer?"));
    pressWords(robot, "A good answer");

    until(() -> window.gatewayServices.requests.scores.containsValue(1.0));
  }

  @Test
  void aWebPageIsAllowedAndRefusedAgain(FxRobot robot) {
    press(robot, "#section-connect");
    until(() -> shows("Open WebUI"));
    robot.interact(
        () -> ((ListView<?>) scene.lookup("#connect-apps")).getSelectionModel().selectLast());
    robot.interact(
        () -> ((TextField) scene.lookup("#origin-address")).setText("https://a.example/x"));
    press(robot, "#allow-origin");
    until(() -> shows("https://a.example"));

    pressWords(robot, "Refuse https://a.example");
    until(() -> window.gatewayServices.settings.get().origins().isEmpty());
  }

  /** The fields of the form that has the keyboard. */
  private List<Node> fields() {
    return SceneReader.find(
        scene.getFocusOwner().getParent().getParent(), node -> node instanceof TextField);
  }

  private List<String> texts() {
    return fields().stream().map(field -> ((TextField) field).getText()).toList();
  }

  /** Fills the fields from the one with the keyboard on. */
  private void fill(FxRobot robot, String... texts) {
    List<Node> fields = fields();
    for (int field = 0; field < texts.length; field++) {
      TextField one = (TextField) fields.get(field);
      String text = texts[field];
      robot.interact(() -> one.setText(text));
    }
  }

  private List<PoolPolicy> policies() {
    return window.gatewayServices.settings.get().pools().stream()
        .map(PoolSettings::policy)
        .toList();
  }

  @Test
  void theOverviewLeadsToWhereAnAppIsConnected(FxRobot robot) {
    until(() -> shows("Key refused"));
    assertThat(shows("http://127.0.0.1:11435")).isTrue();

    press(robot, "#section-connect");

    until(() -> shows("Open WebUI"));
    pressWords(robot, "Make a key");
    until(() -> shows("No client keys yet"));
  }

  private void press(FxRobot robot, String id) {
    robot.interact(() -> ((ButtonBase) scene.lookup(id)).fire());
    WaitForAsyncUtils.waitForFxEvents();
  }

  private void pressWords(FxRobot robot, String words) {
    robot.interact(() ->
        SceneReader.find(scene.getRoot(), node -> node instanceof ButtonBase).stream()
            .map(ButtonBase.class::cast)
            .filter(button ->
                words.equals(button.getText()) || words.equals(button.getAccessibleText()))
            .findFirst()
            .orElseThrow()
            .fire());
    WaitForAsyncUtils.waitForFxEvents();
  }

  private boolean shows(String words) {
    return SceneReader.find(
            scene.getRoot(),
            node -> node instanceof Labeled label && label.getText() != null && seen(label))
        .stream()
        .anyMatch(node -> ((Labeled) node).getText().contains(words));
  }

  private static boolean seen(Node node) {
    return node == null || (node.isVisible() && seen(node.getParent()));
  }

  private static void until(BooleanSupplier condition) {
    Eventually.is(condition);
  }
}
