// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.limits;

import dev.wheelhouse.desktop.format.Amounts;
import dev.wheelhouse.desktop.gateway.part.Field;
import dev.wheelhouse.engine.gateway.config.ModelLimit;
import dev.wheelhouse.engine.gateway.config.ModelPrice;
import dev.wheelhouse.engine.gateway.key.KeyBounds;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.scene.control.TextField;

/** The cards of limits and of prices. */
final class RuleCards {
  private RuleCards() {}

  /** How much all clients together may use a model. */
  static RuleCard<ModelLimit> limits(LimitsViewModel model) {
    TextField models = Field.line("gpt-*", 200);
    models.setId("limit-models");
    TextField requests = Field.line("No limit", 120);
    requests.setId("limit-requests");
    return new RuleCard<>(
        "Limits of models",
        "For all clients together; what is above is answered with 429. The limits of one client"
            + " stand in its key.",
        new RuleCard.Kind<>("limit", new LimitWords(), model::unlimit),
        (written, done) ->
            model.limit(written.get(0), written.get(1), written.get(2), written.get(3), done),
        new Field("Models", models),
        new Field("Requests per minute", requests),
        new Field("Tokens per minute", Field.line("No limit", 120)),
        new Field("At once", Field.line("No limit", 100)));
  }

  /** What tokens cost: budgets and the chart of costs count with it. */
  static RuleCard<ModelPrice> prices(LimitsViewModel model) {
    return new RuleCard<>(
        "Prices",
        "As your provider's price list says. Budgets, costs and the policy Cheapest count with"
            + " them; models without a price cost nothing.",
        new RuleCard.Kind<>("price", new PriceWords(), model::unprice),
        (written, done) -> model.price(written.get(0), written.get(1), written.get(2), done),
        new Field("Models", Field.line("gpt-5-mini*", 200)),
        new Field("A million tokens read, $", Field.line("0.25", 140)),
        new Field("A million written, $", Field.line("2.00", 140)));
  }

  static final class LimitWords implements RuleCard.Words<ModelLimit> {
    @Override
    public String models(ModelLimit limit) {
      return limit.models();
    }

    @Override
    public String what(ModelLimit limit) {
      KeyBounds bounds = limit.bounds();
      List<String> words = new ArrayList<>();
      if (bounds.requestsPerMinute() > 0) {
        words.add(Amounts.grouped(bounds.requestsPerMinute()) + " requests a minute");
      }
      if (bounds.tokensPerMinute() > 0) {
        words.add(Amounts.grouped(bounds.tokensPerMinute()) + " tokens a minute");
      }
      if (bounds.concurrent() > 0) {
        words.add(bounds.concurrent() + " at once");
      }
      if (bounds.budgetPerDay() > 0) {
        words.add(Amounts.money(bounds.budgetPerDay()) + " a day");
      }
      if (bounds.budgetPerMonth() > 0) {
        words.add(Amounts.money(bounds.budgetPerMonth()) + " a month");
      }
      return String.join(", ", words);
    }
  }

  private static final class PriceWords implements RuleCard.Words<ModelPrice> {
    @Override
    public String models(ModelPrice price) {
      return price.models();
    }

    @Override
    public String what(ModelPrice price) {
      return String.format(
          Locale.ROOT,
          "$%.2f read, $%.2f written, per million tokens",
          price.input(),
          price.output());
    }
  }
}
