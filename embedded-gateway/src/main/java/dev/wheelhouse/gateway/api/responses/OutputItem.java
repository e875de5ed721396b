// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.json.Json;
import java.util.UUID;

/** One item of an answer, as far as it has come. */
final class OutputItem {
  final Kind kind;
  final String id;

  /** Its place in the answer. */
  final int index;

  private final String callId;
  private final String name;
  private final StringBuilder content = new StringBuilder();
  private String status = "in_progress";

  /** What an item is. */
  enum Kind {
    REASONING("rs_"),
    MESSAGE("msg_"),
    CALL("fc_");

    private final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }
  }

  private OutputItem(Kind kind, int index, String callId, String name) {
    this.kind = kind;
    this.id = newId(kind.prefix);
    this.index = index;
    this.callId = callId;
    this.name = name;
  }

  /** A text or a thought. */
  static OutputItem of(Kind kind, int index) {
    return new OutputItem(kind, index, "", "");
  }

  /** A call of a function. Some servers give calls no id; then one is made. */
  static OutputItem call(int index, String callId, String name) {
    return new OutputItem(Kind.CALL, index, callId.isEmpty() ? newId("call_") : callId, name);
  }

  /** A new id. */
  static String newId(String prefix) {
    return prefix + UUID.randomUUID().toString().replace("-", "");
  }

  void append(String piece) {
    content.append(piece);
  }

  /** The text, the thought or the arguments so far. */
  String content() {
    return content.toString();
  }

  /** The function's name. */
  String name() {
    return name;
  }

  /** Nothing more comes; {@code whole} unless the answer was cut here. */
  void end(boolean whole) {
    status = whole ? "completed" : "incomplete";
  }

  /** The answer broke off; what had ended stays as it is. */
  void breakOff() {
    if (status.equals("in_progress")) {
      status = "incomplete";
    }
  }

  /** The item as it stands in the answer; before its end without its content. */
  ObjectNode json() {
    boolean ended = !status.equals("in_progress");
    ObjectNode json = Json.newObject().put("id", id);
    switch (kind) {
      case REASONING -> {
        json.put("type", "reasoning");
        var summary = json.putArray("summary");
        if (ended) {
          summary.add(part());
        }
      }
      case MESSAGE -> {
        json.put("type", "message").put("status", status);
        var parts = json.putArray("content");
        if (ended) {
          parts.add(part());
        }
        json.put("role", "assistant");
      }
      case CALL ->
          json.put("type", "function_call")
              .put("status", status)
              .put("arguments", ended ? content() : "")
              .put("call_id", callId)
              .put("name", name);
    }
    return json;
  }

  /** The one part of a text or a thought, with what has come of it. */
  ObjectNode part() {
    if (kind == Kind.REASONING) {
      return Json.newObject().put("type", "summary_text").put("text", content());
    }
    ObjectNode part = Json.newObject().put("type", "output_text");
    part.putArray("annotations");
    part.putArray("logprobs");
    return part.put("text", content());
  }
}
