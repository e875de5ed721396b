// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.testing.ollama;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.testing.http.HttpCall;
import dev.wheelhouse.testing.ollama.Completion.Piece;
import dev.wheelhouse.testing.ollama.RecordedCall.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** Sends a completion as lines or as one document, and does the harm that the prompt asked for. */
final class AnswerStream {
  private static final Duration FOR_EVER = Duration.ofHours(1);
  private static final String FAILURE =
      "an error was encountered while running the model: asked for";

  private final HttpCall call;
  private final RecordedCall record;
  private final AnswerShape shape;
  private final String model;
  private final long started;
  private long answering;

  AnswerStream(HttpCall call, RecordedCall record, AnswerShape shape, String model, long started) {
    this.call = call;
    this.record = record;
    this.shape = shape;
    this.model = model;
    this.started = started;
  }

  void send(Completion completion, boolean stream) throws IOException, InterruptedException {
    Directives directives = completion.directives();
    OptionalInt status = directives.number("status");
    if (status.isPresent()) {
      throw new Refused(status.getAsInt(), FAILURE);
    }
    pause(directives.milliseconds("load"));
    answering = System.nanoTime();
    boolean whole = tokens(completion, stream);
    if (!whole) {
      return;
    }
    List<Piece> rest = stream ? List.of() : completion.pieces();
    ObjectNode last = shape.line(model, rest).put("done", true);
    last.put("done_reason", completion.doneReason());
    metrics(last, completion);
    // Before the client can see the end, so that a test that has seen it finds the outcome.
    record.over(Outcome.ANSWERED);
    if (stream) {
      begin();
      call.write(Json.write(last) + "\n");
      call.end();
    } else {
      call.json(200, Json.write(last));
    }
  }

  /** Sends token by token; false when the answer is over for another reason. */
  private boolean tokens(Completion completion, boolean stream)
      throws IOException, InterruptedException {
    Directives directives = completion.directives();
    Duration delay = directives.milliseconds("delay");
    int sent = 0;
    for (Piece piece : completion.pieces()) {
      if (harm(directives, sent)) {
        return false;
      }
      pause(delay);
      if (stream) {
        begin();
        call.write(Json.write(shape.line(model, List.of(piece))) + "\n");
      }
      record.tokenSent();
      sent++;
    }
    return !harm(directives, sent);
  }

  private boolean harm(Directives directives, int sent) throws IOException, InterruptedException {
    if (directives.number("fail-after").orElse(-1) == sent) {
      fail();
      return true;
    }
    if (directives.number("drop-after").orElse(-1) == sent) {
      record.over(Outcome.CUT);
      call.drop();
      return true;
    }
    if (directives.has("stall") && directives.number("stall").orElse(1) == sent) {
      pause(FOR_EVER);
    }
    return false;
  }

  /** Before the first byte an error is a status, afterwards a line. */
  private void fail() throws IOException {
    if (!call.begun()) {
      throw new Refused(500, FAILURE);
    }
    call.write(Json.write(Json.error(FAILURE)) + "\n");
    call.end();
  }

  private void begin() throws IOException {
    if (!call.begun()) {
      call.begin(200, "application/x-ndjson");
    }
  }

  private void pause(Duration time) throws IOException, InterruptedException {
    if (call.clientGone(time)) {
      throw new IOException("the client left during an answer");
    }
  }

  /** Nanoseconds, and never 0: Ollama leaves a zero out. */
  private void metrics(ObjectNode last, Completion completion) {
    long now = System.nanoTime();
    last.put("total_duration", Math.max(3, now - started));
    last.put("load_duration", 1L);
    last.put("prompt_eval_count", completion.promptTokens());
    last.put("prompt_eval_duration", Math.max(1, answering - started));
    last.put("eval_count", completion.pieces().size());
    last.put("eval_duration", Math.max(1, now - answering));
  }
}
