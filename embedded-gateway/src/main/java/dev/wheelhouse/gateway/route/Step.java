// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route;

import dev.wheelhouse.gateway.answer.Usage;
import dev.wheelhouse.gateway.route.health.TargetHealth;
import dev.wheelhouse.gateway.route.pool.Target;
import dev.wheelhouse.gateway.telemetry.ChatTrace;

/**
 * One target that a request goes to.
 *
 * @param target what is known of it by configuration
 * @param pooled whether it is a member of a pool, so that others may follow
 * @param retries how often it may be asked again
 * @param why it is asked, in a few words
 */
record Step(
    Catalogue.Entry entry,
    TargetHealth health,
    Target target,
    boolean pooled,
    int retries,
    String why) {

  Upstream upstream() {
    return entry.upstream();
  }

  String label() {
    return upstream().name() + "/" + entry.model().id();
  }

  /** What an answer of this many tokens costs here. */
  double cost(Usage usage) {
    return target.price().of(usage.prompt(), usage.completion());
  }

  /** The trace shows this target from now on. */
  void tell(ChatTrace trace) {
    trace.routed(upstream().name(), upstream().provider().family(), entry.model().id());
    trace.reason(why);
  }

  /** The only place where a model is, or one that is asked for its larger context. */
  static Step alone(Catalogue.Entry entry, int retries, String why) {
    Upstream upstream = entry.upstream();
    String model = entry.model().id();
    return new Step(
        entry, upstream.target(model), Target.of(upstream.name(), model), false, retries, why);
  }
}
