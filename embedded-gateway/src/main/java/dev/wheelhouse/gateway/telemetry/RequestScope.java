// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.telemetry;

import dev.wheelhouse.gateway.chat.ClientRequest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One request of a client from its first line to the end of its answer: its id, who asks, and what
 * was measured. Bound to the request's thread, so that guards, limits, routing and the log need not
 * be told of each other. Used by that thread only.
 */
public final class RequestScope {
  private static final HexFormat HEX = HexFormat.of();
  private static final ScopedValue<RequestScope> CURRENT = ScopedValue.newInstance();

  private final Instant startedAt = Instant.now();
  private final long startNanos = System.nanoTime();
  private final String id = newId(startedAt);
  private final String route;
  private final String traceParent;
  private String key = "";
  private String keyId = "";
  private String session = "";
  private int status;
  private String errorCode = "";
  private int captureBytes;
  private long endNanos;
  private @Nullable ClientRequest request;
  private @Nullable ChatTrace trace;
  private @Nullable TraceContext span;
  private @Nullable TraceContext attempt;

  /**
   * A request that starts now.
   *
   * @param route a path of ours, not the client's
   * @param traceParent the client's header of this name; may be empty or wrong
   */
  public RequestScope(String route, String traceParent) {
    this.route = route;
    this.traceParent = traceParent;
  }

  /** The request that this thread answers; outside of one, a scope that nobody looks at. */
  public static RequestScope current() {
    return CURRENT.isBound() ? CURRENT.get() : new RequestScope("none", "");
  }

  /** A new id: sorts by time, and cannot be guessed from another. */
  public static String newId(Instant at) {
    long random = ThreadLocalRandom.current().nextLong() | 1L << 63;
    return HEX.toHexDigits(at.toEpochMilli(), 12) + HEX.toHexDigits(random);
  }

  /** Answers the request as the current one. */
  public void run(Runnable answering) {
    ScopedValue.where(CURRENT, this).run(answering);
  }

  /** The client has the key of this id, and is known by this name, which others may have too. */
  public void key(String id, String name) {
    keyId = id;
    key = name;
  }

  /** The client says that the request belongs to this session of its own. */
  public void session(String name) {
    session = name;
  }

  /** The session that the client named; empty when it named none. */
  public String session() {
    return session;
  }

  /** The body was read and names a model. */
  public void asked(ClientRequest of) {
    request = of;
  }

  /** The upstream's side of it starts. */
  void traced(ChatTrace by) {
    trace = by;
  }

  /** The client is told of a failure. */
  public void failed(String code) {
    errorCode = code;
  }

  /** The answer is over, with this status; 0 when none was sent. */
  public void ended(int withStatus) {
    status = withStatus;
    endNanos = System.nanoTime();
  }

  /** Keeps up to so many bytes of the request and of the answer for the log. */
  public void capture(int bytes) {
    captureBytes = bytes;
  }

  /** How much of request and answer is kept; 0 for nothing. */
  public int captureBytes() {
    return captureBytes;
  }

  /** The request is traced as this span. */
  public void span(TraceContext as) {
    span = as;
  }

  /** What the request is traced as; null when it is not. */
  public @Nullable TraceContext span() {
    return span;
  }

  /** An attempt starts; returns the id of its span, empty when the request is not traced. */
  String attempt() {
    attempt = span == null ? null : span.child();
    return attempt == null ? "" : attempt.spanId();
  }

  /** The trace context that upstreams get; empty when the request is not traced. */
  public String outgoingTrace() {
    TraceContext now = attempt;
    return now == null ? "" : now.header();
  }

  /** The id that the answer carries. */
  public String id() {
    return id;
  }

  /** When it came. */
  public Instant startedAt() {
    return startedAt;
  }

  /** Nanoseconds from its first line to its end, or until now. */
  public long totalNanos() {
    return (endNanos == 0 ? System.nanoTime() : endNanos) - startNanos;
  }

  /** When it came, on the clock of {@link System#nanoTime}. */
  public long startNanos() {
    return startNanos;
  }

  /** The path that answers it. */
  public String route() {
    return route;
  }

  /** The client's trace context as it was sent; empty when there was none. */
  public String traceParent() {
    return traceParent;
  }

  /** The name of the client's key, for people; empty when it showed none. */
  public String key() {
    return key;
  }

  /** What tells the client's key from every other; empty when it showed none. */
  public String keyId() {
    return keyId;
  }

  /** The status that was sent; 0 when none was. */
  public int status() {
    return status;
  }

  /** The code of the failure that the client was told; empty without one. */
  public String errorCode() {
    return errorCode;
  }

  /** What was asked, once the body was read. */
  public Optional<ClientRequest> request() {
    return Optional.ofNullable(request);
  }

  /** What was measured, once the request was taken on. */
  public Optional<ChatTrace> trace() {
    return Optional.ofNullable(trace);
  }

  /** How it ended. */
  public ChatTrace.Outcome outcome() {
    if (trace != null) {
      return trace.outcome();
    }
    if (status == 0) {
      return ChatTrace.Outcome.CANCELLED;
    }
    return status < 400 ? ChatTrace.Outcome.COMPLETED : ChatTrace.Outcome.FAILED;
  }
}
