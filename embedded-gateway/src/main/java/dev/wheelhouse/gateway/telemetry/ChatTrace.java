// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.telemetry;

import dev.wheelhouse.gateway.answer.ChatEvent;
import dev.wheelhouse.gateway.answer.Frame;
import dev.wheelhouse.gateway.answer.Usage;
import dev.wheelhouse.gateway.failure.ApiFailure;

/**
 * What is measured of one chat: names, times and token counts, never content. Used by the request's
 * own thread only.
 */
public final class ChatTrace {
  /** How a chat ended. */
  public enum Outcome {
    COMPLETED,
    FAILED,
    CANCELLED
  }

  private final long startNanos = System.nanoTime();
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
  private int retries;

  /** Starts now; {@code operation} is what OpenTelemetry calls it, for example {@code chat}. */
  public ChatTrace(String operation) {
    this.operation = operation;
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
      }
    }
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
