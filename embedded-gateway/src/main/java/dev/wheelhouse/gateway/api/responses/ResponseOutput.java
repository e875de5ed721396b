// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.answer.ChatEvent;
import dev.wheelhouse.gateway.answer.FinishReason;
import dev.wheelhouse.gateway.answer.Usage;
import dev.wheelhouse.gateway.api.chat.ToolArguments;
import dev.wheelhouse.gateway.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts the events of an answer together as items. Text and thoughts follow each other strictly;
 * calls whose pieces come mixed stay open side by side, each until its arguments are whole and
 * something else begins.
 */
final class ResponseOutput {
  private final Listener listener;
  private final List<OutputItem> items = new ArrayList<>();
  private final Map<Integer, Call> calls = new LinkedHashMap<>();
  private final ObjectNode asides = Json.newObject();
  private @Nullable OutputItem open;
  private FinishReason finish = FinishReason.STOP;
  private Usage usage = Usage.NONE;

  /** Learns how the items grow. */
  interface Listener {
    /** A new item. */
    void added(OutputItem item);

    /** An open item has grown by this piece. */
    void grown(OutputItem item, String piece);

    /** Nothing more comes of this item. */
    void ended(OutputItem item);
  }

  private static final class Call {
    private final OutputItem item;
    private final ToolArguments arguments = new ToolArguments();
    private boolean ended;

    Call(OutputItem item) {
      this.item = item;
    }
  }

  ResponseOutput(Listener listener) {
    this.listener = listener;
  }

  /** All events of an answer as one response. */
  static byte[] whole(ResponseObject response, List<ChatEvent> events) {
    ResponseOutput output =
        new ResponseOutput(
            new Listener() {
              @Override
              public void added(OutputItem item) {}

              @Override
              public void grown(OutputItem item, String piece) {}

              @Override
              public void ended(OutputItem item) {}
            });
    events.forEach(output::accept);
    output.end();
    return Json.bytes(response.ended(output));
  }

  /** Takes the next event. */
  void accept(ChatEvent event) {
    switch (event) {
      case ChatEvent.Text text -> piece(OutputItem.Kind.MESSAGE, text.text());
      case ChatEvent.Reasoning thought -> piece(OutputItem.Kind.REASONING, thought.text());
      case ChatEvent.ToolPart part -> call(part);
      case ChatEvent.Finished finished -> finish = finished.reason();
      case ChatEvent.Used used -> usage = used.usage();
      case ChatEvent.Aside aside -> asides.set(aside.name(), aside.value());
    }
  }

  /** Ends what is still open. */
  void end() {
    endOpen();
    calls.values().forEach(this::endCall);
  }

  /** No more comes, though the answer is not whole. */
  void breakOff() {
    items.forEach(OutputItem::breakOff);
  }

  /** Why the model stopped. */
  FinishReason finish() {
    return finish;
  }

  /** The tokens that the answer took. */
  Usage usage() {
    return usage;
  }

  /** What stands beside the answer. */
  Iterable<Map.Entry<String, JsonNode>> asides() {
    return asides.properties();
  }

  /** The items so far. */
  ArrayNode json() {
    ArrayNode array = Json.newArray();
    items.forEach(item -> array.add(item.json()));
    return array;
  }

  private void piece(OutputItem.Kind kind, String piece) {
    OutputItem item = open;
    if (item == null || item.kind != kind) {
      endOpen();
      endWholeCalls();
      item = OutputItem.of(kind, items.size());
      open = item;
      add(item);
    }
    item.append(piece);
    listener.grown(item, piece);
  }

  private void call(ChatEvent.ToolPart part) {
    Call call = calls.get(part.index());
    if (call == null) {
      endOpen();
      endWholeCalls();
      call = new Call(OutputItem.call(items.size(), part.id(), part.name()));
      calls.put(part.index(), call);
      add(call.item);
    }
    // after the last bracket only white space can come
    if (!call.ended && !part.arguments().isEmpty()) {
      grow(call, part.arguments());
    }
  }

  private void grow(Call call, String piece) {
    call.arguments.add(piece);
    call.item.append(piece);
    listener.grown(call.item, piece);
  }

  private void add(OutputItem item) {
    items.add(item);
    listener.added(item);
  }

  private void endOpen() {
    OutputItem item = open;
    if (item != null) {
      open = null;
      item.end(!cut() || !lastOf(item));
      listener.ended(item);
    }
  }

  private void endWholeCalls() {
    calls.values().stream().filter(call -> call.arguments.whole()).forEach(this::endCall);
  }

  private void endCall(Call call) {
    if (!call.ended) {
      if (call.item.content().isBlank() && !cut()) {
        grow(call, "{}"); // clients read it as JSON, which nothing at all is not
      }
      call.ended = true;
      call.item.end(!cut() || call.arguments.mayEnd());
      listener.ended(call.item);
    }
  }

  private boolean cut() {
    return finish == FinishReason.LENGTH || finish == FinishReason.CONTENT_FILTER;
  }

  private boolean lastOf(OutputItem item) {
    return items.getLast() == item;
  }
}
