// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.testing.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wheelhouse.testing.http.HttpHeaders;
import java.util.concurrent.atomic.AtomicInteger;

/** One request that the server got, and what became of it. Changes until it is over. */
public final class RecordedCall {
  private final String method;
  private final String path;
  private final HttpHeaders headers;
  private final JsonNode body;
  private volatile Outcome outcome = Outcome.RUNNING;
  private final AtomicInteger tokens = new AtomicInteger();

  RecordedCall(String method, String path, HttpHeaders headers, JsonNode body) {
    this.method = method;
    this.path = path;
    this.headers = headers;
    this.body = body;
  }

  /** What became of a request. */
  public enum Outcome {
    /** It is not over. */
    RUNNING,
    /** It was answered to the end, also with an error. */
    ANSWERED,
    /** The client left before the end of the answer. */
    CLIENT_GONE,
    /** The server cut it, because the prompt asked for that. */
    CUT
  }

  public String method() {
    return method;
  }

  public String path() {
    return path;
  }

  public HttpHeaders headers() {
    return headers;
  }

  /** The JSON that came; a missing node when there was none. */
  public JsonNode body() {
    return body;
  }

  public Outcome outcome() {
    return outcome;
  }

  /** How many tokens were sent. */
  public int tokens() {
    return tokens.get();
  }

  void tokenSent() {
    tokens.incrementAndGet();
  }

  /** Sets the outcome unless there is one. */
  synchronized void over(Outcome result) {
    if (outcome == Outcome.RUNNING) {
      outcome = result;
    }
  }

  @Override
  public String toString() {
    return method + " " + path + " " + outcome + " after " + tokens + " tokens";
  }
}
