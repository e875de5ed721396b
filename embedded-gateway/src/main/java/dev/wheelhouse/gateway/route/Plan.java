// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route;

import dev.wheelhouse.gateway.credential.KeyTurn;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.FailureKind;
import dev.wheelhouse.gateway.route.Choice.Obstacle;
import dev.wheelhouse.gateway.route.Choice.PassedOver;
import dev.wheelhouse.gateway.route.fallback.FallbackRules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The way of one request from target to target. Used by the request's own thread only. */
final class Plan {
  private final Router router;
  private final Work work;
  private final @Nullable LivePool pool;
  private final List<PassedOver> passedOver;
  private final boolean lastResort;
  private final Deque<Member> members;
  private final Deque<Step> larger = new ArrayDeque<>();
  private final long conversation;
  private final String why;
  private final @Nullable Step only;
  private @Nullable ApiFailure primary;
  private boolean credentialsOnly = true;
  private @Nullable Step tooLongAt;
  private boolean largerAsked;
  private String lastFailure = "";
  private int attempts;

  /** The way to the one place where a model is. */
  static Plan alone(Router router, Work work, Step only) {
    Choice none = new Choice(List.of(), List.of(), only.why(), false);
    return new Plan(router, work, null, none, 0, only);
  }

  Plan(
      Router router,
      Work work,
      @Nullable LivePool pool,
      Choice choice,
      long conversation,
      @Nullable Step only) {
    this.router = router;
    this.work = work;
    this.pool = pool;
    this.passedOver = choice.passedOver();
    this.lastResort = choice.lastResort();
    this.members = new ArrayDeque<>(choice.order());
    this.why = choice.why();
    this.conversation = conversation;
    this.only = only;
  }

  /** The pool that was asked for; null when it was a model. */
  @Nullable LivePool pool() {
    return pool;
  }

  long conversation() {
    return conversation;
  }

  /** The target that will most likely be the first. */
  Optional<Step> expected() {
    if (only != null) {
      return Optional.of(only);
    }
    return Optional.ofNullable(members.peek()).map(member -> step(member, because()));
  }

  /** The models of the targets, as their upstreams call them, in order; never empty. */
  List<String> models() {
    if (only != null || members.size() < 2) {
      return List.of(expected().map(step -> step.entry().model().id()).orElse(work.model()));
    }
    return members.stream().map(member -> member.entry().model().id()).distinct().toList();
  }

  /** Whether the request must stay on this machine, or would, as far as that is known. */
  boolean staysHere() {
    if (only != null) {
      return only.upstream().local(only.entry().model(), only.target().location());
    }
    return (pool != null && pool.pool().options().local())
        || members.stream().anyMatch(member -> member.candidate().local());
  }

  /** Begins with the first target of this model: those before it are at their limits. */
  Optional<Step> begin(String model) {
    for (Member first = members.peek();
        first != null && !first.entry().model().id().equals(model);
        first = members.peek()) {
      lastFailure = FailureKind.RATE_LIMITED.code() + " at " + first.label();
      members.poll();
    }
    return expected();
  }

  private String because() {
    return lastFailure.isEmpty() ? why : "after " + lastFailure;
  }

  private Step step(Member member, String because) {
    int retries = pool == null || lastResort ? 0 : pool.pool().options().retries();
    return new Step(
        member.entry(), member.health(), member.candidate().target(), true, retries, because);
  }

  /** The target to begin with. */
  Step first() throws ApiFailure {
    if (only != null) {
      return only;
    }
    Step first = next();
    if (first == null) {
      throw nobody();
    }
    return first;
  }

  /** The target to go on with after this one failed and the client saw nothing; or the failure. */
  Step after(Step failed, ApiFailure failure) throws ApiFailure {
    if (primary == null) {
      primary = failure;
    }
    lastFailure = failure.kind().code() + " at " + failed.label();
    credentialsOnly &=
        failure.kind() == FailureKind.UPSTREAM_CREDENTIALS
            || failure.kind() == FailureKind.UPSTREAM_CREDENTIALS_EXHAUSTED;
    Step next =
        switch (FallbackRules.of(failure)) {
          case REPEAT, NEXT -> next();
          case LARGER -> larger(failed);
          case STOP -> null;
        };
    if (next != null) {
      return next;
    }
    throw failure.kind() == FailureKind.SHUTTING_DOWN ? failure : verdict(primary);
  }

  /** The target to go on with when this one's model is at its limit; it was not asked. */
  Step past(Step full, ApiFailure limit) throws ApiFailure {
    lastFailure = limit.kind().code() + " at " + full.label();
    credentialsOnly = false;
    Step next = next();
    if (next != null) {
      return next;
    }
    throw primary == null ? limit : primary;
  }

  /**
   * Whether another target may be asked when the present one does not answer, as things stand now.
   *
   * @param withinLimits whether the limits of a model allow it
   */
  boolean others(Predicate<String> withinLimits) {
    Instant now = router.now();
    for (Member member : members) {
      String model = member.entry().model().id();
      if (member.passable(now)
          && member.upstream().keys().ready(model)
          && withinLimits.test(model)) {
        return true;
      }
    }
    return false;
  }

  /** Counts an attempt, and tells the client and the log where it goes. */
  String attempt(Step step, KeyTurn keys) {
    attempts++;
    StringBuilder header = new StringBuilder(96).append(step.label());
    if (pool != null) {
      header.append("; policy=").append(pool.pool().policy().label());
    }
    header.append("; attempts=").append(attempts);
    if (!keys.label().isEmpty()) {
      header.append("; key=").append(keys.label());
    }
    header.append("; why=\"").append(step.why());
    if (!keys.why().isEmpty()) {
      header.append(", ").append(keys.why());
    }
    header.append('"');
    for (int i = 0; i < header.length(); i++) {
      char c = header.charAt(i);
      if (c < ' ' || c > '~') {
        header.setCharAt(i, '?');
      }
    }
    return header.toString();
  }

  private @Nullable Step next() {
    if (!larger.isEmpty()) {
      return larger.poll();
    }
    for (Member member = members.poll(); member != null; member = members.poll()) {
      if (lastResort || member.enter(router.now())) {
        return step(member, because());
      }
    }
    if (tooLongAt != null && !largerAsked) {
      largerAsked = true;
      larger.addAll(router.larger(pool, work, tooLongAt));
    }
    return larger.poll();
  }

  /** Members with a larger window first, then the models that are set for this case. */
  private @Nullable Step larger(Step failed) {
    int window = failed.target().contextWindow();
    members.removeIf(m -> m.candidate().target().contextWindow() <= window);
    tooLongAt = failed;
    return next();
  }

  private ApiFailure verdict(ApiFailure failure) {
    boolean othersToo =
        passedOver.stream().allMatch(each -> each.obstacle() == Obstacle.MISCONFIGURED);
    return pool != null && credentialsOnly && othersToo ? exhausted() : failure;
  }

  /** Nobody may be asked: the obstacles say why. */
  private ApiFailure nobody() {
    // when another request has just shut the last gate, there is no obstacle to name
    boolean unnamed = passedOver.isEmpty();
    if (!unnamed
        && passedOver.stream().allMatch(each -> each.obstacle() == Obstacle.MISCONFIGURED)) {
      return exhausted();
    }
    for (PassedOver each : passedOver) {
      if (each.obstacle() == Obstacle.RATE_LIMITED) {
        Duration wait = Duration.between(router.now(), each.state().until());
        return ApiFailure.of(
                FailureKind.UPSTREAM_RATE_LIMITED,
                "Every target of %s has to be waited for: %s allows no more requests right now."
                    .formatted(work.model(), each.target().label()),
                "Wait, or use another model.")
            .retryAfter(wait.isPositive() ? wait.plusSeconds(1) : Duration.ofSeconds(1));
      }
    }
    List<String> reasons =
        passedOver.stream().map(each -> each.target().label() + ": " + each.reason()).toList();
    boolean broken =
        unnamed || passedOver.stream().anyMatch(each -> each.obstacle() == Obstacle.BROKEN);
    return ApiFailure.of(
        broken ? FailureKind.UPSTREAM_BUSY : FailureKind.NO_UPSTREAM,
        "No target of %s may be asked (%s).".formatted(work.model(), String.join("; ", reasons)),
        broken ? "Try again shortly." : "Look into the pool's settings.");
  }

  private ApiFailure exhausted() {
    return ApiFailure.of(
        FailureKind.UPSTREAM_CREDENTIALS_EXHAUSTED,
        "Every target of %s refuses the key that the gateway sends.".formatted(work.model()),
        "Check the keys of these upstreams in Wheelhouse's settings; your own token is fine.");
  }
}
