// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.settings;

import dev.wheelhouse.desktop.control.CodeLine;
import dev.wheelhouse.desktop.control.ConfirmBar;
import dev.wheelhouse.desktop.control.IconButton;
import dev.wheelhouse.desktop.control.ProblemCard;
import dev.wheelhouse.desktop.control.Segmented;
import dev.wheelhouse.desktop.control.Texts;
import dev.wheelhouse.desktop.control.Visibility;
import dev.wheelhouse.desktop.frame.Frame;
import dev.wheelhouse.desktop.frame.Screen;
import dev.wheelhouse.desktop.theme.Style;
import dev.wheelhouse.engine.gateway.Providers;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.settings.Settings;
import java.util.Locale;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
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
  @FXML private ComboBox<Providers.Offer> offers;
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
    offers.getItems().setAll(model.offers());
    offers.setConverter(new OfferTitles());
    offers.valueProperty().subscribe(this::fill);
    model.testedProperty().subscribe(this::showProviders);
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
          offers.setValue(null);
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

  /** The usual address of a provider that is known; others of its addresses can be typed. */
  private void fill(Providers.@Nullable Offer offer) {
    if (offer != null) {
      name.setText(offer.name());
      url.setText(offer.addresses().getFirst());
      key.requestFocus();
    }
  }

  /** Shows an offer by its title. */
  private static final class OfferTitles extends StringConverter<Providers.Offer> {
    @Override
    public String toString(Providers.@Nullable Offer offer) {
      return offer == null ? "" : offer.title();
    }

    @Override
    public Providers.@Nullable Offer fromString(String title) {
      return null;
    }
  }

  private void theme(Settings.Theme theme, String words) {
    themes.add(theme, words, "theme-" + theme.name().toLowerCase(Locale.ROOT));
  }

  private void show(Settings settings) {
    themes.select(settings.theme());
    ollama.setText(settings.ollamaUrl());
    port.setText(String.valueOf(settings.gatewayPort()));
    showProviders();
    showSaves();
  }

  private void showProviders() {
    Settings settings = model.settingsProperty().get();
    providers.getChildren().setAll(settings.providers().stream().map(this::row).toList());
    Visibility.show(providers, !settings.providers().isEmpty());
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
    IconButton test =
        new IconButton(
            Feather.CHECK_CIRCLE,
            "Test " + provider.name(),
            () -> model.testProvider(provider.name()));
    HBox row = new HBox(called, address, state(provider.name()), test, remove);
    row.getStyleClass().add("provider-row");
    return row;
  }

  /** Active only when a test has passed; the cause stands below the pointer. */
  private Label state(String provider) {
    Label label = Texts.quiet("");
    switch (model.testedProperty().get(provider)) {
      case null -> label.setText("not tested");
      case SettingsViewModel.Tested.Running _ -> label.setText("testing…");
      case SettingsViewModel.Tested.Active active ->
          label.setText("active, %d models".formatted(active.models()));
      case SettingsViewModel.Tested.Failed failed -> {
        Problem cause = failed.problem();
        label.setText("fails: " + String.join(" ", cause.evidence()));
        label.setTooltip(new Tooltip(label.getText() + "\n" + cause.remedy()));
      }
    }
    label.setAccessibleText(provider + ": " + label.getText());
    return label;
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
