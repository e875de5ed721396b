// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.answer.ChatEvent;
import dev.wheelhouse.gateway.answer.FinishReason;
import dev.wheelhouse.gateway.answer.Usage;
import dev.wheelhouse.gateway.chat.Dialect;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.json.JsonTemplate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes events as {@code text_completion}s, piece by piece or whole. The form has no place for
 * reasoning and tool calls, which a bare prompt does not ask for.
 */
final class CompletionWriter extends ChunkWriter {
  private static final Kind KIND = new Kind(Dialect.OPENAI_COMPLETIONS, "text_completion", "cmpl-");

  private @Nullable JsonTemplate text;

  CompletionWriter(String model, boolean includeUsage) {
    super(KIND, model, includeUsage);
  }

  @Override
  byte[] piece(ChatEvent event) {
    return switch (event) {
      case ChatEvent.Text part -> text(part.text());
      case ChatEvent.Finished finished -> OpenAiFrames.frame(textChunk("", finished.reason()));
      case ChatEvent.Reasoning _, ChatEvent.ToolPart _, ChatEvent.Used _, ChatEvent.Aside _ ->
          NOTHING;
    };
  }

  /** The template is made when it is first needed: bytes that are passed on need none. */
  private byte[] text(String piece) {
    JsonTemplate template = text;
    if (template == null) {
      template = JsonTemplate.of(OpenAiFrames.frame(textChunk(JsonTemplate.HOLE, null)));
      text = template;
    }
    return template.with(piece);
  }

  /** All events of an answer as one object. */
  byte[] whole(List<ChatEvent> events) {
    StringBuilder all = new StringBuilder();
    FinishReason finish = FinishReason.STOP;
    Usage usage = Usage.NONE;
    for (ChatEvent event : events) {
      switch (event) {
        case ChatEvent.Text part -> all.append(part.text());
        case ChatEvent.Finished finished -> finish = finished.reason();
        case ChatEvent.Used used -> usage = used.usage();
        case ChatEvent.Reasoning _, ChatEvent.ToolPart _, ChatEvent.Aside _ -> {}
      }
    }
    ObjectNode whole = textChunk(all.toString(), finish);
    whole.set("usage", OpenAiAnswer.usage(usage));
    return Json.bytes(whole);
  }

  private ObjectNode textChunk(String piece, @Nullable FinishReason reason) {
    return chunk(
        Json.newObject()
            .put("text", piece)
            .put("index", 0)
            .putNull("logprobs")
            .put("finish_reason", reason == null ? null : OpenAiAnswer.reason(reason)));
  }
}
