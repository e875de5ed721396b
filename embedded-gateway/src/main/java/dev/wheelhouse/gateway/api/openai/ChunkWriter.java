// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.answer.ChatEvent;
import dev.wheelhouse.gateway.answer.Usage;
import dev.wheelhouse.gateway.chat.Dialect;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.http.StreamSink;
import dev.wheelhouse.gateway.json.Json;
import java.time.Instant;

/**
 * What the streams of {@code /v1/chat/completions} and {@code /v1/completions} share: one id and
 * one time for all chunks, the usage if it was asked for, {@code [DONE]}.
 */
abstract class ChunkWriter implements StreamSink.Writer {
  static final byte[] NOTHING = {};

  private final Kind kind;
  private final String model;
  private final boolean includeUsage;
  private String id = "";
  private final long created = Instant.now().getEpochSecond();
  private Usage usage = Usage.NONE;

  /** Which of the two it is. */
  record Kind(Dialect dialect, String object, String idPrefix) {}

  ChunkWriter(Kind kind, String model, boolean includeUsage) {
    this.kind = kind;
    this.model = model;
    this.includeUsage = includeUsage;
  }

  /** The frames for one event that is no usage. */
  abstract byte[] piece(ChatEvent event);

  @Override
  public final Dialect dialect() {
    return kind.dialect();
  }

  @Override
  public final String contentType() {
    return "text/event-stream";
  }

  @Override
  public final byte[] write(ChatEvent event) {
    if (event instanceof ChatEvent.Used used) {
      usage = used.usage();
      return NOTHING;
    }
    return piece(event);
  }

  @Override
  public final byte[] end() {
    if (!includeUsage) {
      return OpenAiFrames.DONE;
    }
    ObjectNode last = head();
    last.putArray("choices");
    last.set("usage", OpenAiAnswer.usage(usage));
    return OpenAiFrames.join(OpenAiFrames.frame(last), OpenAiFrames.DONE);
  }

  @Override
  public final byte[] heartbeat() {
    return OpenAiFrames.HEARTBEAT;
  }

  @Override
  public final byte[] failure(ApiFailure failure) {
    return OpenAiFrames.frame(OpenAiErrors.object(failure));
  }

  /** A chunk with this choice. */
  final ObjectNode chunk(ObjectNode choice) {
    ObjectNode chunk = head();
    chunk.putArray("choices").add(choice);
    if (includeUsage) {
      chunk.putNull("usage");
    }
    return chunk;
  }

  private ObjectNode head() {
    if (id.isEmpty()) {
      id = OpenAiAnswer.newId(kind.idPrefix());
    }
    return Json.newObject()
        .put("id", id)
        .put("object", kind.object())
        .put("created", created)
        .put("model", model);
  }
}
