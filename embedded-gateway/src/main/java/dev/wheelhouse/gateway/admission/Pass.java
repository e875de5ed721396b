// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.admission;

import dev.wheelhouse.gateway.answer.ChatSink;
import dev.wheelhouse.gateway.limit.Admitted;
import dev.wheelhouse.gateway.telemetry.ChatTrace;

/** A request that was let through. Closing it counts what it took, however it ended. */
public final class Pass implements AutoCloseable {
  private static final double MILLION = 1e6;

  private final Admitted admitted;
  private final LimitRules rules;
  private final ChatTrace trace;
  private final ChatSink sink;
  private final long guess;

  Pass(Admitted admitted, LimitRules rules, ChatTrace trace, ChatSink sink, long guess) {
    this.admitted = admitted;
    this.rules = rules;
    this.trace = trace;
    this.sink = sink;
    this.guess = guess;
  }

  /** Takes the answer in the place of the client's own sink. */
  public ChatSink sink() {
    return sink;
  }

  @Override
  public void close() {
    double known = rules.cost(trace.model(), trace.usage());
    if (trace.cost().isEmpty() && known > 0) {
      trace.cost(known);
    }
    // of an answer that was cut off after it began, the upstream has worked but not told
    boolean untold = trace.usage().total() == 0 && trace.secondsToFirstToken() > 0;
    long tokens = untold ? guess : trace.usage().total();
    admitted.settle(tokens, Math.round(trace.cost().orElse(0) * MILLION));
  }
}
