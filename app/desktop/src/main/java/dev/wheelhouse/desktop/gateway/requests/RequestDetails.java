// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.requests;

import dev.wheelhouse.desktop.control.CodeLine;
import dev.wheelhouse.desktop.control.FactList;
import dev.wheelhouse.desktop.control.StateBadge;
import dev.wheelhouse.desktop.control.Texts;
import dev.wheelhouse.desktop.format.Times;
import dev.wheelhouse.engine.gateway.request.RequestDetail;
import dev.wheelhouse.engine.gateway.request.RequestEntry;
import java.time.ZoneId;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.scene.layout.VBox;

/** Everything about one request, for the inspector. */
final class RequestDetails extends VBox {
  RequestDetails(RequestDetail detail, ZoneId zone, Consumer<String> copy) {
    super(16);
    RequestEntry entry = detail.entry();
    getStyleClass().add("request-details");
    getChildren().add(new StateBadge(Looks.tone(entry), Looks.outcome(entry)));
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
    facts.add("Queue", Looks.time(timing.queue()));
    facts.add("Upstream", Looks.time(timing.upstream()));
    facts.add("Gateway", Looks.time(timing.gateway()));
    facts.add("Together", Looks.time(timing.total()));
    if (timing.firstToken() != null) {
      facts.add("First token", "after " + Looks.time(timing.firstToken()));
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
    add(facts, "With", asked.parameters().equals("{}") ? "" : asked.parameters());
    facts.add("Tokens", entry.tokens().input() + " in, " + entry.tokens().output() + " out");
    if (entry.tokens().cost() != null) {
      facts.add("Cost", String.format(Locale.ROOT, "$%.4f", entry.tokens().cost()));
    }
    return facts;
  }

  private static void add(FactList facts, String name, String value) {
    if (!value.isEmpty()) {
      facts.add(name, value);
    }
  }
}
