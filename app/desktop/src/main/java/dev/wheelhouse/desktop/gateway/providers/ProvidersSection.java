// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.providers;

import dev.wheelhouse.desktop.control.ConfirmBar;
import dev.wheelhouse.desktop.control.ProblemCard;
import dev.wheelhouse.desktop.control.Texts;
import dev.wheelhouse.desktop.control.Visibility;
import dev.wheelhouse.desktop.frame.Screen;
import dev.wheelhouse.desktop.gateway.part.Card;
import dev.wheelhouse.desktop.gateway.part.Page;
import dev.wheelhouse.engine.gateway.Providers;
import dev.wheelhouse.engine.problem.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Shows {@link ProvidersViewModel}. */
public final class ProvidersSection implements Screen {
  private final ProvidersViewModel model;
  private final ConfirmBar confirm = new ConfirmBar();
  private final VBox problem = new VBox();
  private final VBox list = new VBox();
  private final Map<String, ProviderRow> rows = new HashMap<>();
  private final Label nothing =
      Texts.quiet(
          "Nothing yet. Start a stack with Ollama, or add a provider below; an Ollama on this"
              + " machine is found by itself.");
  private final FlowPane offers = new FlowPane(8, 8);
  private final ProviderForm form;
  private final Page root;

  public ProvidersSection(ProvidersViewModel model) {
    this.model = model;
    form = new ProviderForm(model::save);
    model.keyPlaceProperty().subscribe(form::keptIn);
    Card present = new Card("Where models run");
    present.with(list);
    Card more = new Card("Add a provider");
    more.with(
        Texts.quiet(
            "Choose one and paste its key, or give the address of anything that speaks OpenAI's or"
                + " Anthropic's API. It is tested as a chat would use it before it counts as"
                + " active."),
        offers,
        form);
    root = new Page(new VBox(16, confirm, problem, present, more));
    model.itemsProperty().subscribe(this::show);
    model.offersProperty().subscribe(this::showOffers);
    model.problemProperty().subscribe(this::showProblem);
  }

  @Override
  public Parent root() {
    return root;
  }

  @Override
  public void shown() {
    model.follow(true);
  }

  @Override
  public void hidden() {
    model.follow(false);
    confirm.close();
    form.forgetKey();
  }

  @Override
  public boolean escape() {
    boolean open = confirm.isVisible();
    confirm.close();
    return open;
  }

  private void show(List<ProviderItem> items) {
    List<Node> shown = new ArrayList<>();
    for (ProviderItem item : items) {
      ProviderRow row =
          rows.computeIfAbsent(
              item.name(), name -> new ProviderRow(name, model::test, this::askToRemove));
      row.show(item);
      shown.add(row);
    }
    rows.values().retainAll(shown);
    if (items.isEmpty()) {
      shown.add(nothing);
    }
    if (!shown.equals(list.getChildren())) {
      list.getChildren().setAll(shown);
    }
  }

  private void showOffers(List<Providers.Offer> all) {
    offers.getChildren().setAll(all.stream().map(this::chip).toList());
  }

  private Node chip(Providers.Offer offer) {
    Button chip = new Button(offer.title());
    chip.getStyleClass().add("provider-chip");
    chip.setOnAction(event -> form.choose(offer));
    chip.setAccessibleText("Set up " + offer.title());
    return chip;
  }

  private void askToRemove(String name) {
    confirm.ask(
        "Remove " + name + " and its key? The key cannot be brought back.",
        "Remove " + name,
        () -> model.remove(name));
    root.setVvalue(0);
  }

  private void showProblem(@Nullable Problem cause) {
    problem.getChildren().clear();
    if (cause != null) {
      problem.getChildren().add(new ProblemCard(cause));
      root.setVvalue(0);
    }
    Visibility.show(problem, cause != null);
  }
}
