// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.pools;

import dev.wheelhouse.desktop.fx.UiFeed;
import dev.wheelhouse.desktop.fx.UiTasks;
import dev.wheelhouse.desktop.gateway.part.Follow;
import dev.wheelhouse.desktop.gateway.part.SettingsChange;
import dev.wheelhouse.desktop.gateway.part.Written;
import dev.wheelhouse.engine.gateway.GatewayServices;
import dev.wheelhouse.engine.gateway.config.ModelPrice;
import dev.wheelhouse.engine.gateway.config.PoolPolicy;
import dev.wheelhouse.engine.gateway.config.PoolRules;
import dev.wheelhouse.engine.gateway.config.PoolSettings;
import dev.wheelhouse.engine.gateway.config.PoolTarget;
import dev.wheelhouse.engine.gateway.config.TokenPrice;
import dev.wheelhouse.engine.gateway.pool.PoolNow;
import dev.wheelhouse.engine.gateway.pool.RouteAnswer;
import dev.wheelhouse.engine.gateway.state.UpstreamNow;
import dev.wheelhouse.engine.problem.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** The pools as they are set up, how their targets stand, and why a request goes where. */
public final class PoolsViewModel {
  private static final Duration PERIOD = Duration.ofSeconds(2);

  private final GatewayServices services;
  private final UiTasks tasks;
  private final SettingsChange change;
  private final ObservableList<PoolSettings> pools = FXCollections.observableArrayList();
  private final ObservableList<String> targets = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<List<ModelPrice>> prices =
      new ReadOnlyObjectWrapper<>(List.of());
  private final ReadOnlyObjectWrapper<List<PoolNow>> now = new ReadOnlyObjectWrapper<>(List.of());
  private final ReadOnlyObjectWrapper<@Nullable RouteAnswer> answer = new ReadOnlyObjectWrapper<>();
  private String asked = "";
  private final Follow follow;

  private record Seen(List<PoolNow> pools, List<String> targets, Optional<RouteAnswer> answer) {}

  public PoolsViewModel(GatewayServices services, UiTasks tasks) {
    this.services = services;
    this.tasks = tasks;
    change = new SettingsChange(services.settings(), tasks);
    follow = new Follow(tasks.ui(), PERIOD, this::look);
    services
        .settings()
        .events()
        .subscribe(
            new UiFeed<>(
                tasks.ui(),
                batch -> {
                  List<PoolSettings> changed = batch.getLast().pools();
                  if (!changed.equals(pools)) {
                    pools.setAll(changed);
                  }
                  prices.set(batch.getLast().prices());
                }));
  }

  ObservableList<PoolSettings> pools() {
    return pools;
  }

  /** The list of prices, which holds for targets without a price of their own. */
  ReadOnlyObjectProperty<List<ModelPrice>> pricesProperty() {
    return prices.getReadOnlyProperty();
  }

  /** What could be a target: {@code provider/model}. */
  ObservableList<String> targets() {
    return targets;
  }

  ReadOnlyObjectProperty<List<PoolNow>> nowProperty() {
    return now.getReadOnlyProperty();
  }

  /** Where a request for the model that was asked about would go; null while none is. */
  ReadOnlyObjectProperty<@Nullable RouteAnswer> answerProperty() {
    return answer.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<@Nullable Problem> problemProperty() {
    return change.problemProperty();
  }

  /** Follows the weights as they move. */
  void follow(boolean on) {
    follow.on(on);
  }

  /** Explains the way of this model, until another one is asked about. */
  void explain(String model) {
    asked = model.strip();
    if (asked.isEmpty()) {
      answer.set(null);
    } else {
      look();
    }
  }

  /**
   * Adds a pool.
   *
   * @param done when it is in use
   */
  void create(String name, PoolPolicy policy, List<String> chosen, Runnable done) {
    if (name.isBlank()) {
      refuse("it has no name", "Name it as apps are to ask for it, such as everyday.");
    } else if (chosen.isEmpty()) {
      refuse("it has no target", "Choose at least one model.");
    } else if (pools.stream().anyMatch(pool -> pool.name().equals(name.strip()))) {
      refuse("there is a pool of this name", "Choose another name.");
    } else {
      List<PoolTarget> members = chosen.stream().map(PoolsViewModel::target).toList();
      PoolSettings made = new PoolSettings(name.strip(), policy, members, false, false);
      change(
          all -> {
            List<PoolSettings> more = new ArrayList<>(all);
            more.add(made);
            return more;
          },
          done);
    }
  }

  /** Puts another one in the place of the pool of this name. */
  void change(PoolSettings changed) {
    change(changed, () -> {});
  }

  private void change(PoolSettings changed, Runnable done) {
    change(
        all -> all.stream().map(p -> p.name().equals(changed.name()) ? changed : p).toList(), done);
  }

  void weigh(PoolSettings pool, PoolTarget target, double weight) {
    if (weight > 0) {
      change(
          pool.withTargets(
              pool.targets().stream()
                  .map(one -> one.equals(target) ? one.weighing(weight) : one)
                  .toList()));
    }
  }

  /**
   * Says what a target costs, and how long a conversation with it may be.
   *
   * @param done when it counts
   */
  void describe(PoolTarget target, Facts facts, PoolSettings pool, Runnable done) {
    try {
      int context = Math.toIntExact(Written.whole("The longest conversation", facts.context()));
      PoolTarget described = target.costing(facts.price()).holding(context);
      change(
          pool.withTargets(
              pool.targets().stream().map(one -> one.equals(target) ? described : one).toList()),
          done);
    } catch (IllegalArgumentException | ArithmeticException e) {
      refuse(String.valueOf(e.getMessage()), "Correct it and save again.");
    }
  }

  /**
   * What was written about a target.
   *
   * @param input what a million tokens cost that it reads; nothing at both prices for that of the
   *     list
   * @param context in tokens; nothing for not known
   */
  record Facts(String input, String output, String context) {
    @Nullable TokenPrice price() {
      if (input.isBlank() && output.isBlank()) {
        return null;
      }
      return new TokenPrice(
          Written.amount("The price of reading", input),
          Written.amount("The price of writing", output));
    }
  }

  /**
   * Sets what holds beside the policy.
   *
   * @param most that a target may cost; empty for any price
   * @param larger the model for conversations that are too long; empty for none
   */
  void rule(PoolSettings pool, String spillAt, String most, String larger, Runnable done) {
    try {
      int answers = Math.toIntExact(Written.whole("Answers at once", spillAt));
      PoolRules rules = new PoolRules(answers, Written.amountOrNone("The most", most), larger);
      change(pool.withRules(rules), done);
    } catch (IllegalArgumentException | ArithmeticException e) {
      refuse(String.valueOf(e.getMessage()), "Correct it and save again.");
    }
  }

  /** What the target's tokens cost: its own price, or that of the list. */
  Optional<TokenPrice> price(PoolTarget target) {
    return services.settings().get().price(target);
  }

  /** The same target weights for all, and nothing learned of any. */
  void reset(PoolSettings pool) {
    services.pools().reset();
    change(pool.withTargets(pool.targets().stream().map(target -> target.weighing(1)).toList()));
  }

  void remove(PoolSettings pool, Runnable done) {
    change(all -> all.stream().filter(one -> !one.name().equals(pool.name())).toList(), done);
  }

  /** Brings a removed pool back. */
  void restore(PoolSettings pool) {
    change(
        all -> {
          List<PoolSettings> more = new ArrayList<>(all);
          more.add(pool);
          return more;
        },
        () -> {});
  }

  private void change(UnaryOperator<List<PoolSettings>> how, Runnable done) {
    change.make(
        "Change the pools",
        old -> old.withPools(how.apply(old.pools())),
        () -> {
          done.run();
          look();
        });
  }

  private void look() {
    String model = asked;
    tasks.load(
        "Look at the pools",
        () ->
            new Seen(
                services.pools().now(),
                services.figures().now().stream()
                    .flatMap(gateway -> gateway.upstreams().stream())
                    .flatMap(PoolsViewModel::labels)
                    .toList(),
                model.isEmpty() ? Optional.empty() : services.pools().explain(model)),
        seen -> show(model, seen),
        change::failed);
  }

  /** What did not change is not drawn again. */
  private void show(String model, Seen seen) {
    if (!seen.pools().equals(now.get())) {
      now.set(seen.pools());
    }
    if (!seen.targets().equals(targets)) {
      targets.setAll(seen.targets());
    }
    RouteAnswer told = seen.answer().orElse(null);
    if (model.equals(asked) && !java.util.Objects.equals(told, answer.get())) {
      answer.set(told);
    }
  }

  private static java.util.stream.Stream<String> labels(UpstreamNow upstream) {
    return upstream.models().stream().map(model -> upstream.name() + "/" + model);
  }

  /** Names of providers hold no slash; those of models may. */
  private static PoolTarget target(String label) {
    int slash = label.indexOf('/');
    return new PoolTarget(label.substring(0, slash), label.substring(slash + 1), 1);
  }

  private void refuse(String detail, String remedy) {
    change.refuse("The pool", detail, remedy);
  }
}
