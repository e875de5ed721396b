// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.answer.ChatEvent;
import dev.wheelhouse.gateway.answer.FinishReason;
import dev.wheelhouse.gateway.answer.Usage;
import dev.wheelhouse.gateway.chat.Dialect;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.http.StreamSink;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.json.JsonTemplate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes events as {@code text_completion}s, piece by piece or whole. The form has no place for
 * reasoning and tool calls, which a bare prompt does not ask for.
 */
final class CompletionWriter implements StreamSink.Writer {
  private static final byte[] NOTHING = {};

  private final String model;
  private final boolean includeUsage;
  private final String id = OpenAiAnswer.newId("cmpl-");
  private final long created = Instant.now().getEpochSecond();
  private final JsonTemplate piece;
  private Usage usage = Usage.NONE;

  CompletionWriter(String model, boolean includeUsage) {
    this.model = model;
    this.includeUsage = includeUsage;
    this.piece = JsonTemplate.of(OpenAiFrames.frame(chunk(JsonTemplate.HOLE, null)));
  }

  @Override
  public Dialect dialect() {
    return Dialect.OPENAI_COMPLETIONS;
  }

  @Override
  public String contentType() {
    return "text/event-stream";
  }

  @Override
  public byte[] write(ChatEvent event) {
    return switch (event) {
      case ChatEvent.Text text -> piece.with(text.text());
      case ChatEvent.Finished finished -> OpenAiFrames.frame(chunk("", finished.reason()));
      case ChatEvent.Used used -> {
        usage = used.usage();
        yield NOTHING;
      }
      case ChatEvent.Reasoning _, ChatEvent.ToolPart _, ChatEvent.Aside _ -> NOTHING;
    };
  }

  @Override
  public byte[] end() {
    if (!includeUsage) {
      return OpenAiFrames.DONE;
    }
    ObjectNode chunk = head();
    chunk.putArray("choices");
    chunk.set("usage", OpenAiAnswer.usage(usage));
    return OpenAiFrames.join(OpenAiFrames.frame(chunk), OpenAiFrames.DONE);
  }

  @Override
  public byte[] heartbeat() {
    return OpenAiFrames.HEARTBEAT;
  }

  @Override
  public byte[] failure(ApiFailure failure) {
    return OpenAiFrames.frame(OpenAiErrors.object(failure));
  }

  /** All events of an answer as one object. */
  byte[] whole(List<ChatEvent> events) {
    StringBuilder text = new StringBuilder();
    FinishReason finish = FinishReason.STOP;
    for (ChatEvent event : events) {
      switch (event) {
        case ChatEvent.Text part -> text.append(part.text());
        case ChatEvent.Finished finished -> finish = finished.reason();
        case ChatEvent.Used used -> usage = used.usage();
        case ChatEvent.Reasoning _, ChatEvent.ToolPart _, ChatEvent.Aside _ -> {}
      }
    }
    ObjectNode whole = chunk(text.toString(), finish);
    whole.set("usage", OpenAiAnswer.usage(usage));
    return Json.bytes(whole);
  }

  private ObjectNode chunk(String text, @Nullable FinishReason reason) {
    ObjectNode chunk = head();
    chunk
        .putArray("choices")
        .addObject()
        .put("text", text)
        .put("index", 0)
        .putNull("logprobs")
        .put("finish_reason", reason == null ? null : OpenAiAnswer.reason(reason));
    if (includeUsage) {
      chunk.putNull("usage");
    }
    return chunk;
  }

  private ObjectNode head() {
    return Json.newObject()
        .put("id", id)
        .put("object", "text_completion")
        .put("created", created)
        .put("model", model);
  }
}
