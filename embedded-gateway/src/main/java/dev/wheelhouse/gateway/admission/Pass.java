// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.admission;

import dev.wheelhouse.gateway.answer.ChatSink;
import dev.wheelhouse.gateway.answer.Frame;
import dev.wheelhouse.gateway.cache.CachedAnswer;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.telemetry.ChatTrace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request that was let through. Closing it counts what it took, however it ended. */
public final class Pass implements AutoCloseable {
  private static final double MILLION = 1e6;

  private final Holds holds;
  private final ChatTrace trace;
  private final Cached cached;

  /**
   * What the cache has to do with a request.
   *
   * @param sink takes the answer; may remember it
   * @param hit the answer, if there is one
   * @param frames of the hit, in the form that the client wants
   */
  record Cached(ChatSink sink, @Nullable CachedAnswer hit, List<Frame> frames) {}

  Pass(Holds holds, ChatTrace trace, Cached cached) {
    this.holds = holds;
    this.trace = trace;
    this.cached = cached;
  }

  /** The model that it was let through for, as upstreams call it. */
  public String model() {
    return holds.model();
  }

  /** This model is asked next; fails when a limit of it does not allow that. */
  public void use(String model) throws ApiFailure {
    holds.use(model);
  }

  /** Whether the limits of this model would allow it to be asked now; takes nothing. */
  public boolean wouldAllow(String model) {
    return holds.wouldAllow(model);
  }

  /** Takes the answer in the place of the client's own sink. */
  public ChatSink sink() {
    return cached.sink();
  }

  /** Whether the cache has the answer. */
  public boolean answered() {
    return cached.hit() != null;
  }

  /** Gives the answer that the cache has. */
  public void replay() throws ApiFailure, ClientGone {
    CachedAnswer hit = cached.hit();
    if (hit == null) {
      throw new IllegalStateException("there is no answer in the cache");
    }
    trace.routed("cache", "cache", trace.model());
    trace.saved(hit.usage());
    for (Frame frame : cached.frames()) {
      cached.sink().frame(frame);
    }
    cached.sink().end();
  }

  @Override
  public void close() {
    double known = holds.cost(trace.model(), trace.usage());
    if (trace.cost().isEmpty() && known > 0) {
      trace.cost(known);
    }
    // of an answer that was cut off after it began, the upstream has worked but not told
    boolean untold = trace.usage().total() == 0 && trace.secondsToFirstToken() > 0;
    long tokens = untold ? holds.guess() : trace.usage().total();
    holds.settle(tokens, Math.round(trace.cost().orElse(0) * MILLION));
  }
}
