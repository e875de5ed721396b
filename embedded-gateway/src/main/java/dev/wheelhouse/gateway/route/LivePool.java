// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route;

import dev.wheelhouse.gateway.chat.ModelInfo;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.route.Choice.Obstacle;
import dev.wheelhouse.gateway.route.Choice.PassedOver;
import dev.wheelhouse.gateway.route.health.GateState;
import dev.wheelhouse.gateway.route.policy.Candidate;
import dev.wheelhouse.gateway.route.policy.Policies;
import dev.wheelhouse.gateway.route.policy.Policy;
import dev.wheelhouse.gateway.route.policy.Sticky;
import dev.wheelhouse.gateway.route.policy.Turn;
import dev.wheelhouse.gateway.route.pool.Pool;
import dev.wheelhouse.gateway.route.pool.Target;
import dev.wheelhouse.gateway.route.rule.Rule;
import dev.wheelhouse.gateway.route.rule.Rules;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;

/** A pool in use. It holds no lock while it chooses, and does nothing that can block. */
final class LivePool {
  private final Pool pool;
  private final Upstreams upstreams;
  private final Clock clock;
  private final Policy policy;
  private final List<Rule> rules;
  private final Sticky sticky;
  private final AtomicLong turns = new AtomicLong();

  LivePool(Pool pool, Upstreams upstreams, Clock clock) {
    this.pool = pool;
    this.upstreams = upstreams;
    this.clock = clock;
    this.policy = Policies.of(pool);
    this.rules = Rules.of(pool.options());
    this.sticky = new Sticky(clock);
  }

  Pool pool() {
    return pool;
  }

  Policy policy() {
    return policy;
  }

  /** Chooses for a request. */
  Choice choose(long conversation, DoubleSupplier chance) {
    return choose(new Turn(turns.getAndIncrement(), chance, conversation));
  }

  /** What would be chosen for the next request; changes nothing. */
  Choice explain() {
    return choose(new Turn(turns.get(), () -> 0, 0));
  }

  private Choice choose(Turn turn) {
    Instant now = clock.instant();
    Map<Candidate, Member> usable = new HashMap<>();
    List<Candidate> candidates = new ArrayList<>();
    List<Member> broken = new ArrayList<>();
    List<PassedOver> passedOver = new ArrayList<>();
    for (Target target : pool.targets()) {
      Optional<Member> found = member(target);
      if (found.isEmpty()) {
        passedOver.add(missing(target));
        continue;
      }
      Member member = found.get();
      Optional<PassedOver> obstacle = obstacle(member, now);
      if (obstacle.isEmpty()) {
        candidates.add(member.candidate());
        usable.put(member.candidate(), member);
        continue;
      }
      passedOver.add(obstacle.get());
      if (obstacle.get().obstacle() == Obstacle.BROKEN) {
        broken.add(member);
      }
    }
    if (candidates.isEmpty() && !broken.isEmpty()) {
      return new Choice(List.of(broken.getFirst()), passedOver, "all others are down too", true);
    }
    List<Candidate> byPolicy = candidates.size() < 2 ? candidates : policy.order(candidates, turn);
    List<Candidate> order =
        pool.options().sticky() ? sticky.order(byPolicy, turn.conversation()) : byPolicy;
    boolean kept = !order.isEmpty() && !order.getFirst().equals(byPolicy.getFirst());
    String why = kept ? "same conversation" : candidates.size() < 2 ? "only one" : policy.why();
    return new Choice(order.stream().map(usable::get).toList(), passedOver, why, false);
  }

  /** The conversation was answered here. */
  void answered(long conversation, Target target) {
    if (pool.options().sticky()) {
      sticky.answered(conversation, target);
    }
  }

  /** Why the rules keep a target out, which need not be a member; empty when they do not. */
  Optional<String> refusal(Candidate candidate) {
    return rules.stream().filter(rule -> !rule.allows(candidate)).map(Rule::refusal).findFirst();
  }

  /** The members that are there, usable or not. */
  List<Member> members() {
    return pool.targets().stream().map(this::member).flatMap(Optional::stream).toList();
  }

  /** The first member that is there, the usable ones before the others. */
  Optional<Member> face() {
    Choice choice = explain();
    return choice.order().isEmpty()
        ? members().stream().findFirst()
        : Optional.of(choice.order().getFirst());
  }

  void reset() {
    sticky.reset();
    members().forEach(member -> member.health().reset());
  }

  private Optional<Member> member(Target target) {
    Upstream upstream = upstreams.named(target.upstream()).orElse(null);
    if (upstream == null) {
      return Optional.empty();
    }
    Optional<ModelInfo> model = upstream.model(target.model());
    if (model.isEmpty() && upstream.models().isEmpty()) {
      // one that does not name its models may well have it
      model =
          Optional.of(
              new ModelInfo(
                  target.model(),
                  Instant.EPOCH,
                  "",
                  Set.of(),
                  Json.newObject().put("id", target.model())));
    }
    return model.map(info -> {
      Candidate candidate =
          new Candidate(
              target, upstream.target(info.id()), upstream.local(info, target.location()));
      return new Member(candidate, new Catalogue.Entry(pool.name(), upstream, info));
    });
  }

  private PassedOver missing(Target target) {
    boolean known = upstreams.named(target.upstream()).isPresent();
    String reason = known ? "it does not have the model" : "no such upstream";
    return new PassedOver(target, Obstacle.MISSING, reason, GateState.OPEN_TO_ALL);
  }

  private Optional<PassedOver> obstacle(Member member, Instant now) {
    Target target = member.candidate().target();
    Optional<String> refusal = refusal(member.candidate());
    if (refusal.isPresent()) {
      return refusal.map(why -> new PassedOver(target, Obstacle.RULE, why, GateState.OPEN_TO_ALL));
    }
    if (member.passable(now)) {
      return Optional.empty();
    }
    GateState own = member.health().gate().state();
    GateState shut = own.passable(now) ? member.upstream().gateState() : own;
    return Optional.of(
        switch (shut.kind()) {
          case READY, BROKEN -> new PassedOver(target, Obstacle.BROKEN, "down", shut);
          case RATE_LIMITED -> new PassedOver(target, Obstacle.RATE_LIMITED, "rate limited", shut);
          case MISCONFIGURED ->
              new PassedOver(target, Obstacle.MISCONFIGURED, "its key is refused", shut);
        });
  }
}
