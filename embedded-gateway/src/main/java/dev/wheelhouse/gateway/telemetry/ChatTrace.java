// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.telemetry;

import dev.wheelhouse.gateway.answer.ChatEvent;
import dev.wheelhouse.gateway.answer.Frame;
import dev.wheelhouse.gateway.answer.Usage;
import dev.wheelhouse.gateway.failure.ApiFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What is measured of one chat: names, times and token counts; content only where the log is to
 * keep some. Used by the request's own thread only.
 */
public final class ChatTrace {
  /** How a chat ended. */
  public enum Outcome {
    COMPLETED,
    FAILED,
    CANCELLED
  }

  /**
   * One try at one upstream.
   *
   * @param startNanos on the clock of {@link System#nanoTime}
   * @param errorCode empty when it succeeded
   */
  public record Attempt(
      String upstream, String spanId, long startNanos, long endNanos, String errorCode) {}

  private final long startNanos = System.nanoTime();
  private final RequestScope scope = RequestScope.current();
  private final List<Attempt> attempts = new ArrayList<>(1);
  private final StringBuilder content = new StringBuilder(0);
  private final String operation;
  private String upstream = "none";
  private String family = "none";
  private String model = "unknown";
  private Outcome outcome = Outcome.CANCELLED;
  private String errorCode = "";
  private Usage usage = Usage.NONE;
  private long firstTokenNanos;
  private long lastTokenNanos;
  private long waitedNanos;
  private long queuedNanos;
  private int retries;
  private boolean stream;
  private String askedModel = "";
  private String reason = "";
  private String cache = "";
  private double cost = Double.NaN;
  private Usage saved = Usage.NONE;
  private String attemptAt = "";
  private String attemptSpan = "";
  private long attemptStart;

  /** Starts now; {@code operation} is what OpenTelemetry calls it, for example {@code chat}. */
  public ChatTrace(String operation) {
    this.operation = operation;
    scope.traced(this);
  }

  /** What the client asked for, in its own words. */
  public void asked(String byModel, boolean asStream) {
    askedModel = byModel;
    stream = asStream;
  }

  /** Why this upstream was chosen, in a few words. */
  public void reason(String why) {
    reason = why;
  }

  /** The cache was asked: {@code hit}, {@code miss} or what else it says of itself. */
  public void cache(String result) {
    cache = result;
  }

  /** The cache gave an answer that once took so many tokens; no upstream was asked. */
  public void saved(Usage tokens) {
    saved = tokens;
  }

  /** What the answer costs, in US dollars. */
  public void cost(double dollars) {
    cost = dollars;
  }

  /** The request waited so long for one of our own limits. */
  public void queued(long nanos) {
    queuedNanos += nanos;
  }

  /** A try at an upstream starts. */
  public void attemptStarted(String at) {
    attemptAt = at;
    attemptSpan = scope.attempt();
    attemptStart = System.nanoTime();
  }

  /** The try is over; {@code code} is empty when it succeeded. */
  public void attemptEnded(String code) {
    attempts.add(new Attempt(attemptAt, attemptSpan, attemptStart, System.nanoTime(), code));
  }

  /** What was asked for. */
  public String operation() {
    return operation;
  }

  /** The request goes to this upstream; only now is the model's name known to be a real one. */
  public void routed(String toUpstream, String ofFamily, String toModel) {
    upstream = toUpstream;
    family = ofFamily;
    model = toModel;
  }

  /** What came so far is thrown away: another attempt answers. */
  public void discarded() {
    usage = Usage.NONE;
    content.setLength(0);
    firstTokenNanos = 0;
    lastTokenNanos = 0;
  }

  /** An attempt failed and is repeated. */
  public void retried() {
    retries++;
  }

  /** A frame went to the client. */
  public void observe(Frame frame) {
    for (ChatEvent event : frame.events()) {
      if (event instanceof ChatEvent.Used used) {
        usage = used.usage();
      } else if (event.isContent()) {
        lastTokenNanos = System.nanoTime();
        if (firstTokenNanos == 0) {
          firstTokenNanos = lastTokenNanos;
        }
        if (scope.captureBytes() > content.length()) {
          keep(event);
        }
      }
    }
  }

  private void keep(ChatEvent event) {
    content.append(
        switch (event) {
          case ChatEvent.Text text -> text.text();
          case ChatEvent.Reasoning reasoning -> reasoning.text();
          case ChatEvent.ToolPart tool -> tool.name() + tool.arguments();
          case ChatEvent.Finished _, ChatEvent.Used _, ChatEvent.Aside _ -> "";
        });
  }

  /** The answer is complete. */
  public void completed() {
    outcome = Outcome.COMPLETED;
  }

  /** The answer failed. */
  public void failed(ApiFailure failure) {
    outcome = Outcome.FAILED;
    errorCode = failure.kind().code();
  }

  /** How long the gateway only waited for the upstream. */
  public void waited(long nanos) {
    waitedNanos = nanos;
  }

  /** The upstream's name; {@code none} before routing. */
  public String upstream() {
    return upstream;
  }

  /** The upstream's family. */
  public String family() {
    return family;
  }

  /** The model as the upstream calls it. */
  public String model() {
    return model;
  }

  /** How it ended; cancelled unless something else was said. */
  public Outcome outcome() {
    return outcome;
  }

  /** The failure's code; empty without one. */
  public String errorCode() {
    return errorCode;
  }

  /** Tokens used, as the upstream counted them. */
  public Usage usage() {
    return usage;
  }

  /** The request that it belongs to. */
  public RequestScope scope() {
    return scope;
  }

  /** The model as the client named it; not checked, so never a label. */
  public String askedModel() {
    return askedModel;
  }

  /** Whether the client wants the answer piece by piece. */
  public boolean stream() {
    return stream;
  }

  /** Why this upstream was chosen; may be empty. */
  public String reason() {
    return reason;
  }

  /** What the cache said; empty when it was not asked. */
  public String cache() {
    return cache;
  }

  /** What the answer costs in US dollars, where that is known. */
  public OptionalDouble cost() {
    return Double.isNaN(cost) ? OptionalDouble.empty() : OptionalDouble.of(cost);
  }

  /** The tokens of an answer that came from the cache; they are in no usage. */
  public Usage saved() {
    return saved;
  }

  /** The tries, in order. */
  public List<Attempt> attempts() {
    return List.copyOf(attempts);
  }

  /** What was kept of the answer's text; empty unless the log keeps content. */
  public String content() {
    return content.toString();
  }

  /** Nanoseconds that it waited for our own limits. */
  public long queuedNanos() {
    return queuedNanos;
  }

  /** Nanoseconds that the gateway only waited for the upstream. */
  public long waitedNanos() {
    return waitedNanos;
  }

  /** Repeats. */
  public int retries() {
    return retries;
  }

  /** Seconds from the request to the first token; 0 when there was none. */
  public double secondsToFirstToken() {
    return firstTokenNanos == 0 ? 0 : seconds(firstTokenNanos - startNanos);
  }

  /** Seconds per token after the first; 0 when it cannot be said. */
  public double secondsPerToken() {
    long more = usage.completion() - 1;
    return more <= 0 || lastTokenNanos == firstTokenNanos
        ? 0
        : seconds(lastTokenNanos - firstTokenNanos) / more;
  }

  /** Seconds from the request until now. */
  public double totalSeconds() {
    return seconds(System.nanoTime() - startNanos);
  }

  /** The part of {@code total} that was not spent waiting for the upstream. */
  public double overheadSeconds(double total) {
    return Math.max(0, total - seconds(waitedNanos));
  }

  private static double seconds(long nanos) {
    return nanos / 1e9;
  }
}
