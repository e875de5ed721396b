// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.answer.ChatEvent;
import dev.wheelhouse.gateway.api.openai.OpenAiErrors;
import dev.wheelhouse.gateway.chat.Dialect;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.http.StreamSink;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.json.JsonTemplate;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes events as those of a {@code /v1/responses} stream: the response, its items, their parts
 * and pieces, then everything once more as it ended.
 */
final class ResponsesStreamWriter implements StreamSink.Writer, ResponseOutput.Listener {
  private static final byte[] HEARTBEAT = ": keepalive\n\n".getBytes(StandardCharsets.US_ASCII);

  private final ResponseObject response;
  private final ResponsesFrames frames = new ResponsesFrames();
  private final ResponseOutput output = new ResponseOutput(this);
  private final Map<OutputItem, ResponsesFrames.Piece> pieces = new HashMap<>();
  private boolean started;

  ResponsesStreamWriter(ResponseObject response) {
    this.response = response;
  }

  @Override
  public Dialect dialect() {
    return Dialect.OPENAI_RESPONSES;
  }

  @Override
  public String contentType() {
    return "text/event-stream";
  }

  @Override
  public byte[] write(ChatEvent event) {
    if (event.isContent()) {
      start();
    }
    output.accept(event);
    return frames.taken();
  }

  @Override
  public byte[] end() {
    start();
    output.end();
    boolean cut = ResponseObject.isCut(output.finish());
    frames.add(cut ? "response.incomplete" : "response.completed", holding(response.ended(output)));
    return frames.taken();
  }

  @Override
  public byte[] heartbeat() {
    return HEARTBEAT;
  }

  /** The event that clients throw, and the one that ends a response. */
  @Override
  public byte[] failure(ApiFailure failure) {
    start();
    output.breakOff();
    ObjectNode error = OpenAiErrors.object(failure);
    // the documentation has these fields one level higher than OpenAI's servers; clients read both
    for (String field : new String[] {"code", "message", "param"}) {
      error.set(field, error.path("error").path(field));
    }
    frames.add("error", error);
    frames.add("response.failed", holding(response.failed(output, failure)));
    return frames.taken();
  }

  @Override
  public void added(OutputItem item) {
    ObjectNode fields = Json.newObject().put("output_index", item.index);
    fields.set("item", item.json());
    frames.add("response.output_item.added", fields);
    switch (item.kind) {
      case REASONING -> part("response.reasoning_summary_part.added", item);
      case MESSAGE -> part("response.content_part.added", item);
      case CALL -> {}
    }
    pieces.put(item, piece(item));
  }

  @Override
  public void grown(OutputItem item, String text) {
    ResponsesFrames.Piece piece = pieces.get(item);
    if (piece != null) {
      frames.add(piece, text);
    }
  }

  @Override
  public void ended(OutputItem item) {
    pieces.remove(item);
    switch (item.kind) {
      case REASONING -> {
        frames.add(
            "response.reasoning_summary_text.done", inPart(item).put("text", item.content()));
        part("response.reasoning_summary_part.done", item);
      }
      case MESSAGE -> {
        ObjectNode done = inPart(item).put("text", item.content());
        done.putArray("logprobs");
        frames.add("response.output_text.done", done);
        part("response.content_part.done", item);
      }
      case CALL ->
          frames.add(
              "response.function_call_arguments.done",
              in(item).put("name", item.name()).put("arguments", item.content()));
    }
    ObjectNode fields = Json.newObject().put("output_index", item.index);
    fields.set("item", item.json());
    frames.add("response.output_item.done", fields);
  }

  private void start() {
    if (!started) {
      started = true;
      frames.add("response.created", holding(response.started()));
      frames.add("response.in_progress", holding(response.started()));
    }
  }

  private static ResponsesFrames.Piece piece(OutputItem item) {
    return switch (item.kind) {
      case REASONING ->
          ResponsesFrames.Piece.of(
              "response.reasoning_summary_text.delta",
              inPart(item).put("delta", JsonTemplate.HOLE));
      case MESSAGE -> {
        ObjectNode delta = inPart(item).put("delta", JsonTemplate.HOLE);
        delta.putArray("logprobs");
        yield ResponsesFrames.Piece.of("response.output_text.delta", delta);
      }
      case CALL ->
          ResponsesFrames.Piece.of(
              "response.function_call_arguments.delta", in(item).put("delta", JsonTemplate.HOLE));
    };
  }

  private void part(String type, OutputItem item) {
    ObjectNode fields = inPart(item);
    fields.set("part", item.part());
    frames.add(type, fields);
  }

  private static ObjectNode in(OutputItem item) {
    return Json.newObject().put("item_id", item.id).put("output_index", item.index);
  }

  /** Every text and every thought has one part. */
  private static ObjectNode inPart(OutputItem item) {
    boolean thought = item.kind == OutputItem.Kind.REASONING;
    return in(item).put(thought ? "summary_index" : "content_index", 0);
  }

  private static ObjectNode holding(ObjectNode object) {
    ObjectNode fields = Json.newObject();
    fields.set("response", object);
    return fields;
  }
}
