// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route;

import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.key.ModelNames;
import dev.wheelhouse.gateway.route.Choice.PassedOver;
import dev.wheelhouse.gateway.route.health.Averages;
import dev.wheelhouse.gateway.route.health.GateState;
import dev.wheelhouse.gateway.route.health.TargetHealth;
import dev.wheelhouse.gateway.route.policy.Candidate;
import dev.wheelhouse.gateway.route.policy.Policies;
import dev.wheelhouse.gateway.route.pool.Location;
import dev.wheelhouse.gateway.route.pool.Target;
import dev.wheelhouse.gateway.route.report.PoolStatus;
import dev.wheelhouse.gateway.route.report.RouteExplanation;
import dev.wheelhouse.gateway.route.report.RouteStatus;
import dev.wheelhouse.gateway.route.report.TargetState;
import dev.wheelhouse.gateway.route.report.TargetStatus;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells how routing stands. It only looks: nothing changes by being asked. */
public final class RouteReports {
  private final Catalogue catalogue;
  private final Upstreams upstreams;
  private final Pools pools;
  private final Clock clock;

  /** Reports on these. */
  public RouteReports(Catalogue catalogue, Upstreams upstreams, Pools pools, Clock clock) {
    this.catalogue = catalogue;
    this.upstreams = upstreams;
    this.pools = pools;
    this.clock = clock;
  }

  /** All pools and everything that was asked so far. */
  public RouteStatus status() {
    return new RouteStatus(pools.all().stream().map(this::status).toList(), seen());
  }

  /**
   * Where a request for this model would go now.
   *
   * @param granted what the client may ask for
   */
  public RouteExplanation explain(String model, ModelNames granted) {
    if (!granted.include(model)) {
      return nowhere(model, "not granted to this key");
    }
    Optional<LivePool> named = pools.named(model);
    if (named.isEmpty()) {
      return explainModel(model, granted);
    }
    LivePool pool = named.get();
    Map<Target, TargetStatus> all = new HashMap<>();
    status(pool).targets().forEach(status -> all.put(status.target(), status));
    Choice choice = pool.explain();
    return new RouteExplanation(
        model,
        pool.pool().policy().label(),
        choice.order().isEmpty()
            ? "no target may be asked"
            : withKey(choice.why(), choice.order().getFirst().entry()),
        choice.order().stream().map(m -> found(all, m.candidate().target())).toList(),
        choice.lastResort()
            ? List.of()
            : choice.passedOver().stream().map(each -> found(all, each.target())).toList(),
        larger(pool, model, choice.order().stream().map(Member::entry).findFirst(), granted));
  }

  private static RouteExplanation nowhere(String model, String why) {
    return new RouteExplanation(model, "", why, List.of(), List.of(), List.of());
  }

  private List<RouteExplanation.Larger> larger(
      @Nullable LivePool pool, String model, Optional<Catalogue.Entry> first, ModelNames granted) {
    List<String> models =
        Stream.concat(Stream.of(model), first.map(entry -> entry.model().id()).stream()).toList();
    return catalogue.larger(pool, models, granted).stream()
        .map(each -> new RouteExplanation.Larger(each.name(), each.refusal()))
        .toList();
  }

  private static String withKey(String why, Catalogue.Entry entry) {
    return entry
        .upstream()
        .keys()
        .nextLabel(entry.model().id())
        .map(label -> why + ", with key " + label)
        .orElse(why);
  }

  private static TargetStatus found(Map<Target, TargetStatus> all, Target target) {
    TargetStatus status = all.get(target);
    return status == null ? missing(target, "gone in between") : status;
  }

  private RouteExplanation explainModel(String model, ModelNames granted) {
    try {
      Catalogue.Entry entry = catalogue.resolve(model);
      TargetStatus status = seen(entry.upstream(), entry.model().id(), Location.BY_ADDRESS);
      return new RouteExplanation(
          model,
          "",
          withKey("it has the model", entry),
          List.of(status),
          List.of(),
          larger(null, model, Optional.of(entry), granted));
    } catch (ApiFailure failure) {
      return nowhere(model, failure.getMessage());
    }
  }

  /** Of everything asked so far, or of one pool, the ready target with the highest composite. */
  public Optional<TargetStatus> best(String model) {
    List<TargetStatus> among =
        pools.named(model).map(pool -> status(pool).targets()).orElseGet(this::seen);
    return among.stream()
        .filter(each -> each.state() == TargetState.READY || each.state() == TargetState.PROBING)
        .max(Comparator.comparingDouble(each -> each.weighting().composite()));
  }

  /** Forgets all averages, breakers and conversations. */
  public void reset() {
    upstreams.all().forEach(Upstream::resetTargets);
    pools.all().forEach(LivePool::reset);
  }

  private PoolStatus status(LivePool pool) {
    Choice choice = pool.explain();
    Map<String, PassedOver> obstacles = new HashMap<>();
    choice.passedOver().forEach(each -> obstacles.put(each.target().label(), each));
    List<Member> members = pool.members();
    List<Candidate> usable =
        members.stream()
            .filter(member -> !obstacles.containsKey(member.label()))
            .map(Member::candidate)
            .toList();
    double[] shares = pool.policy().shares(usable);
    Map<String, Member> byLabel = new HashMap<>();
    members.forEach(member -> byLabel.put(member.label(), member));
    List<TargetStatus> targets = new ArrayList<>();
    for (Target target : pool.pool().targets()) {
      Member member = byLabel.get(target.label());
      PassedOver obstacle = obstacles.get(target.label());
      if (member == null) {
        targets.add(missing(target, obstacle == null ? "" : obstacle.reason()));
        continue;
      }
      int place = usable.indexOf(member.candidate());
      double share = place < 0 ? 0 : shares[place];
      targets.add(status(pool, member, obstacle, share));
    }
    return new PoolStatus(pool.pool(), targets);
  }

  private TargetStatus status(
      LivePool pool, Member member, @Nullable PassedOver obstacle, double share) {
    Candidate candidate = member.candidate();
    Averages averages = candidate.health().averages();
    TargetStatus.Weighting weighting =
        new TargetStatus.Weighting(
            pool.policy().score(candidate),
            share,
            Policies.composite(averages) * candidate.target().weight());
    TargetState state = obstacle == null ? passing(member) : state(obstacle);
    return new TargetStatus(
        candidate.target(),
        state,
        obstacle == null ? "" : reason(obstacle),
        obstacle == null ? Optional.empty() : until(obstacle.state()),
        place(candidate.health(), candidate.local()),
        averages,
        weighting);
  }

  private static TargetState passing(Member member) {
    boolean tried =
        member.health().gate().state().kind() == GateState.Kind.READY
            && member.upstream().gateState().kind() == GateState.Kind.READY;
    return tried ? TargetState.READY : TargetState.PROBING;
  }

  private static String reason(PassedOver obstacle) {
    String cause = obstacle.state().cause();
    return cause.isEmpty() ? obstacle.reason() : obstacle.reason() + ": " + cause;
  }

  private static TargetState state(PassedOver obstacle) {
    return switch (obstacle.obstacle()) {
      case MISSING -> TargetState.MISSING;
      case RULE -> TargetState.EXCLUDED;
      case BROKEN -> TargetState.BROKEN;
      case RATE_LIMITED -> TargetState.RATE_LIMITED;
      case MISCONFIGURED -> TargetState.MISCONFIGURED;
    };
  }

  private static Optional<Instant> until(GateState state) {
    boolean known = state.kind() != GateState.Kind.READY && state.until().isBefore(Instant.MAX);
    return known ? Optional.of(state.until()) : Optional.empty();
  }

  private static TargetStatus.Place place(TargetHealth health, boolean local) {
    return new TargetStatus.Place(
        local, health.loaded(), health.inFlight(), health.attempts(), health.consecutiveFailures());
  }

  private static TargetStatus missing(Target target, String reason) {
    return new TargetStatus(
        target,
        TargetState.MISSING,
        reason,
        Optional.empty(),
        TargetStatus.Place.NONE,
        Averages.START,
        new TargetStatus.Weighting(0, 0, 0));
  }

  private List<TargetStatus> seen() {
    List<TargetStatus> seen = new ArrayList<>();
    for (Upstream upstream : upstreams.all()) {
      upstream.targets().keySet().stream()
          .sorted()
          .forEach(model -> seen.add(seen(upstream, model, Location.BY_ADDRESS)));
    }
    return seen;
  }

  /** As any pool would see it, without a policy. */
  private TargetStatus seen(Upstream upstream, String model, Location location) {
    TargetHealth health = upstream.target(model);
    Instant now = clock.instant();
    GateState own = health.gate().state();
    GateState shut =
        own.kind() != GateState.Kind.READY && !own.passable(now) ? own : upstream.gateState();
    boolean passable = own.passable(now) && upstream.passable(now);
    TargetState state =
        switch (shut.kind()) {
          case READY -> passable ? TargetState.READY : TargetState.BROKEN;
          case BROKEN -> passable ? TargetState.PROBING : TargetState.BROKEN;
          case RATE_LIMITED -> passable ? TargetState.PROBING : TargetState.RATE_LIMITED;
          case MISCONFIGURED -> passable ? TargetState.PROBING : TargetState.MISCONFIGURED;
        };
    boolean local = upstream.model(model).map(m -> upstream.local(m, location)).orElse(false);
    return new TargetStatus(
        Target.of(upstream.name(), model),
        state,
        shut.cause(),
        until(shut),
        place(health, local),
        health.averages(),
        new TargetStatus.Weighting(1, 0, Policies.composite(health.averages())));
  }
}
