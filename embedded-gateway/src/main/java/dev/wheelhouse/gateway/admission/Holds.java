// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.admission;

import dev.wheelhouse.gateway.answer.Usage;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.key.Caller;
import dev.wheelhouse.gateway.limit.Admitted;
import dev.wheelhouse.gateway.limit.Limiter;
import dev.wheelhouse.gateway.limit.Limiter.Subject;
import java.util.ArrayList;
import java.util.List;

/**
 * What one request takes of limits: of its key's from beginning to end, of a model's as long as
 * that one is asked. Used by the request's own thread only.
 */
final class Holds {
  private static final String MODEL = "model";

  private final Limiter limiter;
  private final LimitRules rules;
  private final Asked asked;
  private final List<Held> held = new ArrayList<>(0);
  private final List<String> counted = new ArrayList<>(0);
  private String model;
  private long guess = -1;

  /** An account that the request counts in. */
  private record Held(Subject subject, Admitted admitted) {
    void settle(Admitted.Spent spent) {
      admitted.settle(subject.account(), spent);
    }
  }

  Holds(Limiter limiter, LimitRules rules, Asked asked) {
    this.limiter = limiter;
    this.rules = rules;
    this.asked = asked;
    this.model = asked.model();
  }

  /** The model that the request begins with. */
  String model() {
    return model;
  }

  /**
   * Lets the request in with the first model that is within its limits; when there is none, says
   * why the first one is not.
   */
  Admitted begin() {
    Admitted first = admit(asked.model());
    for (int i = 1; i < asked.models().size() && refusedByModel(first); i++) {
      Admitted other = admit(asked.models().get(i));
      if (other.granted()) {
        return other;
      }
    }
    return first;
  }

  private static boolean refusedByModel(Admitted admitted) {
    return admitted.refusedBy(MODEL);
  }

  private Admitted admit(String candidate) {
    Caller caller = asked.request().caller();
    List<Subject> subjects = new ArrayList<>();
    if (!caller.limits().none()) {
      subjects.add(new Subject(caller.id(), "key", caller.limits()));
    }
    subjects.addAll(rules.of(candidate));
    Admitted admitted = limiter.admit(subjects, guess(subjects));
    if (admitted.granted()) {
      model = candidate;
      subjects.forEach(subject -> held.add(new Held(subject, admitted)));
    }
    return admitted;
  }

  /**
   * This model is asked next: takes what its limits want and gives back what was taken only for the
   * one before. Fails, and leaves everything as it was, when a limit does not allow it.
   */
  void use(String next) throws ApiFailure {
    if (rules.models().isEmpty()) {
      return;
    }
    List<Subject> wanted = rules.of(next);
    List<Subject> more = notHeld(wanted);
    Admitted admitted = limiter.admit(more, guess(more));
    admitted.orThrow();
    List<String> accounts = wanted.stream().map(Subject::account).toList();
    held.removeIf(each -> leaves(each, accounts));
    more.forEach(each -> held.add(new Held(each, admitted)));
    counted.addAll(accounts);
  }

  /** Whether the limits of this model would allow it to be asked now; takes nothing. */
  boolean wouldAllow(String next) {
    if (rules.models().isEmpty()) {
      return true;
    }
    List<Subject> more = notHeld(rules.of(next));
    return limiter.fits(more, guess(more));
  }

  private List<Subject> notHeld(List<Subject> wanted) {
    List<Subject> more = new ArrayList<>();
    for (Subject each : wanted) {
      if (held.stream().noneMatch(other -> other.subject().account().equals(each.account()))) {
        more.add(counted.contains(each.account()) ? each.countedAlready() : each);
      }
    }
    return more;
  }

  private boolean leaves(Held each, List<String> staying) {
    String account = each.subject().account();
    if (!each.subject().kind().equals(MODEL) || staying.contains(account)) {
      return false;
    }
    each.settle(new Admitted.Spent(counted.contains(account), 0, 0));
    return true;
  }

  /** How many tokens the request may take; counted only where a limit wants to know. */
  private long guess(List<Subject> subjects) {
    if (guess < 0 && subjects.stream().anyMatch(each -> each.limits().tokensPerMinute() > 0)) {
      guess = TokenGuess.of(asked.request().json(), asked.chat().isPresent());
    }
    return guess();
  }

  /** The same if it was counted; else 0. */
  long guess() {
    return Math.max(0, guess);
  }

  /** What an answer of a model cost. */
  double cost(String answering, Usage usage) {
    return rules.cost(answering, usage);
  }

  /** The request is over; {@code cost} is in millionths. */
  void settle(long tokens, long cost) {
    held.forEach(each -> each.settle(new Admitted.Spent(true, tokens, cost)));
    held.clear();
  }
}
