// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.settings;

import dev.wheelhouse.desktop.control.CodeLine;
import dev.wheelhouse.desktop.control.ConfirmBar;
import dev.wheelhouse.desktop.control.IconButton;
import dev.wheelhouse.desktop.control.ProblemCard;
import dev.wheelhouse.desktop.control.Segmented;
import dev.wheelhouse.desktop.control.Visibility;
import dev.wheelhouse.desktop.frame.Frame;
import dev.wheelhouse.desktop.frame.Screen;
import dev.wheelhouse.desktop.theme.Style;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.settings.Settings;
import java.util.Locale;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** Shows {@link SettingsViewModel}. */
public final class SettingsView implements Screen {
  private final SettingsViewModel model;
  private final Frame frame;
  private final Segmented<Settings.Theme> themes;

  @FXML private ScrollPane root;
  @FXML private VBox problem;
  @FXML private ConfirmBar confirm;
  @FXML private SettingRow appearance;
  @FXML private SettingRow providerRow;
  @FXML private VBox providers;
  @FXML private TextField name;
  @FXML private TextField url;
  @FXML private PasswordField key;
  @FXML private Button saveProvider;
  @FXML private TextField ollama;
  @FXML private Button saveOllama;
  @FXML private TextField port;
  @FXML private Button savePort;
  @FXML private SettingRow places;

  public SettingsView(SettingsViewModel model, Frame frame) {
    this.model = model;
    this.frame = frame;
    themes = new Segmented<>("Appearance", model::chooseTheme);
  }

  @FXML
  void initialize() {
    theme(Settings.Theme.SYSTEM, "As the system");
    theme(Settings.Theme.LIGHT, "Light");
    theme(Settings.Theme.DARK, "Dark");
    appearance.getContent().setAll(themes);
    providerRow
        .hintProperty()
        .bind(
            model
                .secretPlaceProperty()
                .map(place ->
                    "Services that speak OpenAI's or Anthropic's dialect. Keys are kept here: "
                        + place
                        + "."));
    places
        .getContent()
        .setAll(
            new CodeLine(model.home().data().toString(), this::copy),
            new CodeLine(model.home().config().toString(), this::copy),
            new CodeLine(model.home().logs().toString(), this::copy));
    saveProvider
        .disableProperty()
        .bind(name.textProperty().isEmpty().or(url.textProperty().isEmpty()));
    ollama.textProperty().subscribe(text -> showSaves());
    port.textProperty().subscribe(text -> showSaves());
    model.settingsProperty().subscribe(this::show);
    model.problemProperty().subscribe(this::showProblem);
  }

  @Override
  public Parent root() {
    return root;
  }

  @Override
  public void hidden() {
    confirm.close();
    key.clear();
  }

  @FXML
  void saveProvider() {
    model.saveProvider(
        name.getText(),
        url.getText(),
        key.getText(),
        () -> {
          name.clear();
          url.clear();
          key.clear();
          frame.notices().done("The provider is saved");
        });
  }

  @FXML
  void saveOllama() {
    model.chooseOllama(ollama.getText(), () -> frame.notices().done("The address is saved"));
  }

  @FXML
  void savePort() {
    model.choosePort(port.getText(), () -> frame.notices().done("The port is saved"));
  }

  private void theme(Settings.Theme theme, String words) {
    themes.add(theme, words, "theme-" + theme.name().toLowerCase(Locale.ROOT));
  }

  private void show(Settings settings) {
    themes.select(settings.theme());
    ollama.setText(settings.ollamaUrl());
    port.setText(String.valueOf(settings.gatewayPort()));
    providers.getChildren().setAll(settings.providers().stream().map(this::row).toList());
    Visibility.show(providers, !settings.providers().isEmpty());
    showSaves();
  }

  /** A button that would change nothing cannot be pressed. */
  private void showSaves() {
    Settings saved = model.settingsProperty().get();
    saveOllama.setDisable(ollama.getText().strip().equals(saved.ollamaUrl()));
    savePort.setDisable(port.getText().strip().equals(String.valueOf(saved.gatewayPort())));
  }

  private Node row(Settings.Provider provider) {
    Label called = new Label(provider.name());
    called.getStyleClass().add(Style.MEDIUM);
    called.setMinWidth(130);
    Label address = new Label(provider.baseUrl());
    address.getStyleClass().add(Style.QUIET);
    address.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(address, Priority.ALWAYS);
    IconButton remove =
        new IconButton(
            Feather.TRASH_2,
            "Remove " + provider.name(),
            () ->
                confirm.ask(
                    "Remove " + provider.name() + " and its key? The key cannot be brought back.",
                    "Remove " + provider.name(),
                    () -> model.removeProvider(provider)));
    HBox row = new HBox(called, address, remove);
    row.getStyleClass().add("provider-row");
    return row;
  }

  private void showProblem(@Nullable Problem cause) {
    problem.getChildren().clear();
    if (cause != null) {
      problem.getChildren().add(new ProblemCard(cause));
      root.setVvalue(0);
    }
    Visibility.show(problem, cause != null);
  }

  private void copy(String text) {
    frame.outside().copy(text);
    frame.notices().done("Copied");
  }
}
