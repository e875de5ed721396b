// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.requests;

import dev.wheelhouse.desktop.control.CodeLine;
import dev.wheelhouse.desktop.control.FactList;
import dev.wheelhouse.desktop.control.StateBadge;
import dev.wheelhouse.desktop.control.Texts;
import dev.wheelhouse.desktop.format.Amounts;
import dev.wheelhouse.desktop.format.Times;
import dev.wheelhouse.engine.gateway.request.RequestDetail;
import dev.wheelhouse.engine.gateway.request.RequestEntry;
import java.time.ZoneId;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import javafx.scene.layout.VBox;

/** Everything about one request, for the inspector. */
final class RequestDetails extends VBox {
  RequestDetails(RequestDetail detail, ZoneId zone, Consumer<String> copy, DoubleConsumer rate) {
    super(16);
    RequestEntry entry = detail.entry();
    getStyleClass().add("request-details");
    getChildren().add(new StateBadge(Looks.tone(entry), Looks.outcome(entry)));
    if (entry.result().outcome() == RequestEntry.Outcome.COMPLETED) {
      getChildren()
          .addAll(Texts.heading("Was it a good answer?"), new Thumbs(detail.score(), rate));
    }
    SplitBar bar = new SplitBar(entry.timing(), entry.timing().total());
    getChildren().addAll(Texts.heading("Where the time went"), bar, times(entry));
    getChildren().addAll(Texts.heading("Where it went"), route(entry));
    getChildren().addAll(Texts.heading("What was asked"), asked(entry, zone));
    if (!detail.question().isEmpty()) {
      getChildren().addAll(Texts.heading("Question"), new CodeLine(detail.question(), copy));
    }
    if (!detail.answer().isEmpty()) {
      getChildren().addAll(Texts.heading("Answer"), new CodeLine(detail.answer(), copy));
    }
    getChildren().add(new CodeLine(entry.id(), copy));
  }

  private static FactList times(RequestEntry entry) {
    FactList facts = new FactList();
    RequestEntry.Timing timing = entry.timing();
    facts.add("Queue", Times.brief(timing.queue()));
    facts.add("Upstream", Times.brief(timing.upstream()));
    facts.add("Gateway", Times.brief(timing.gateway()));
    facts.add("Together", Times.brief(timing.total()));
    if (timing.firstToken() != null) {
      facts.add("First token", "after " + Times.brief(timing.firstToken()));
    }
    if (timing.tokensPerSecond() != null) {
      facts.add("Speed", Math.round(timing.tokensPerSecond()) + " tokens/s");
    }
    return facts;
  }

  private static FactList route(RequestEntry entry) {
    FactList facts = new FactList();
    RequestEntry.Route route = entry.route();
    facts.add("Upstream", route.upstream().isEmpty() ? "None" : route.upstream());
    add(facts, "Model", route.model());
    add(facts, "Because", route.reason());
    facts.add("Retries", String.valueOf(route.retries()));
    add(facts, "Cache", route.cache());
    facts.add("Status", entry.result().status() == 0 ? "None" : "" + entry.result().status());
    add(facts, "Error", entry.result().error());
    return facts;
  }

  private static FactList asked(RequestEntry entry, ZoneId zone) {
    FactList facts = new FactList();
    RequestEntry.Asked asked = entry.asked();
    facts.add("At", Times.absolute(entry.at(), zone));
    facts.add("By", asked.key().isEmpty() ? "Nobody we know" : asked.key());
    facts.add("Kind", asked.operation() + (asked.stream() ? ", as a stream" : ""));
    add(facts, "Dialect", asked.dialect());
    add(facts, "Model", asked.model());
    add(facts, "With", parameters(asked.parameters()));
    facts.add("Tokens", entry.tokens().input() + " in, " + entry.tokens().output() + " out");
    if (entry.tokens().cost() != null) {
      facts.add("Cost", Amounts.money(entry.tokens().cost()));
    }
    return facts;
  }

  /** "temperature 0.7, max_tokens 100" of a flat JSON object. */
  private static String parameters(String json) {
    return json.replaceAll("[{}\"]", "").replace(":", " ").replace(",", ", ");
  }

  private static void add(FactList facts, String name, String value) {
    if (!value.isEmpty()) {
      facts.add(name, value);
    }
  }
}
