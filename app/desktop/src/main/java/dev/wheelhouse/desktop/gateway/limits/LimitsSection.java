// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.limits;

import dev.wheelhouse.desktop.control.ProblemCard;
import dev.wheelhouse.desktop.control.Visibility;
import dev.wheelhouse.desktop.frame.Frame;
import dev.wheelhouse.desktop.frame.Screen;
import dev.wheelhouse.desktop.gateway.part.Page;
import dev.wheelhouse.engine.gateway.config.ModelLimit;
import dev.wheelhouse.engine.gateway.config.ModelPrice;
import dev.wheelhouse.engine.problem.Problem;
import javafx.scene.Parent;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Shows {@link LimitsViewModel}: the cache, then limits and prices. */
public final class LimitsSection implements Screen {
  private final LimitsViewModel model;
  private final VBox problem = new VBox();
  private final Page root;

  public LimitsSection(LimitsViewModel model, Frame frame) {
    this.model = model;
    RuleCard<ModelLimit> limits = RuleCards.limits(model);
    RuleCard<ModelPrice> prices = RuleCards.prices(model);
    VBox page = new VBox(16, problem, new CacheCard(model, frame.notices()), limits, prices);
    model
        .settingsProperty()
        .subscribe(settings -> {
          limits.show(settings.limits());
          prices.show(settings.prices());
        });
    root = new Page(page);
    model.problemProperty().subscribe(this::show);
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
  }

  private void show(@Nullable Problem cause) {
    problem.getChildren().clear();
    if (cause != null) {
      problem.getChildren().add(new ProblemCard(cause));
      root.setVvalue(0);
    }
    Visibility.show(problem, cause != null);
  }
}
