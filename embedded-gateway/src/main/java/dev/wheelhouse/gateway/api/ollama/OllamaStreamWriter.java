// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.ollama;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.answer.ChatEvent;
import dev.wheelhouse.gateway.chat.Dialect;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.http.StreamSink;
import dev.wheelhouse.gateway.json.Json;

/** Writes events as lines of an {@code /api/chat} or {@code /api/generate} stream. */
final class OllamaStreamWriter implements StreamSink.Writer {
  private static final byte[] NOTHING = {};

  private final OllamaAnswer answer;

  OllamaStreamWriter(OllamaAnswer answer) {
    this.answer = answer;
  }

  @Override
  public Dialect dialect() {
    return answer.dialect();
  }

  @Override
  public String contentType() {
    return "application/x-ndjson";
  }

  @Override
  public byte[] write(ChatEvent event) throws ApiFailure {
    answer.note(event);
    return switch (event) {
      case ChatEvent.Text text -> line(answer.piece(OllamaAnswer.message(text.text())));
      case ChatEvent.Reasoning reasoning ->
          line(answer.piece(OllamaAnswer.message("").put("thinking", reasoning.text())));
      case ChatEvent.Finished _ -> answer.hasCalls() ? line(answer.piece(calls())) : NOTHING;
      case ChatEvent.ToolPart _, ChatEvent.Used _, ChatEvent.Aside _ -> NOTHING;
    };
  }

  @Override
  public byte[] end() {
    return line(answer.last(OllamaAnswer.message("")));
  }

  /** NDJSON knows no comments: a piece without content is the nearest thing. */
  @Override
  public byte[] heartbeat() {
    return line(answer.piece(OllamaAnswer.message("")));
  }

  @Override
  public byte[] failure(ApiFailure failure) {
    return OllamaErrors.line(failure);
  }

  private ObjectNode calls() throws ApiFailure {
    ObjectNode message = OllamaAnswer.message("");
    message.set("tool_calls", answer.toolCalls());
    return message;
  }

  static byte[] line(ObjectNode object) {
    byte[] json = Json.bytes(object);
    byte[] line = java.util.Arrays.copyOf(json, json.length + 1);
    line[json.length] = '\n';
    return line;
  }
}
