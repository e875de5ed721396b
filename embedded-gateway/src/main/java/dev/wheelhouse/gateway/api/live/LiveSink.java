// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.live;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.answer.ChatEvent;
import dev.wheelhouse.gateway.answer.ChatSink;
import dev.wheelhouse.gateway.answer.Frame;
import dev.wheelhouse.gateway.answer.Usage;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.telemetry.RequestScope;
import dev.wheelhouse.gateway.websocket.WebSocketPeer;
import java.util.Locale;

/** Writes an answer as events, whatever dialect it came in. */
final class LiveSink implements ChatSink {
  private final String id;
  private final WebSocketPeer peer;
  private final ObjectNode done;
  private volatile boolean committed;

  LiveSink(String id, WebSocketPeer peer) {
    this.id = id;
    this.peer = peer;
    this.done = event("done", id);
  }

  /** An event of one chat. */
  static ObjectNode event(String type, String id) {
    return Json.newObject().put("type", type).put("id", id);
  }

  /** A failure, of one chat or of a message. */
  static ObjectNode error(String id, ApiFailure failure) {
    return event("error", id)
        .put("code", failure.kind().code())
        .put("status", failure.status())
        .put("message", failure.getMessage());
  }

  @Override
  public void header(String name, String value) {
    done.withObject("/headers").put(name, value);
  }

  @Override
  public void frame(Frame frame) throws ClientGone {
    for (ChatEvent each : frame.events()) {
      switch (each) {
        case ChatEvent.Text text -> send(event("delta", id).put("text", text.text()));
        case ChatEvent.Reasoning reasoning ->
            send(event("reasoning", id).put("text", reasoning.text()));
        case ChatEvent.ToolPart tool ->
            send(
                event("tool_call", id)
                    .put("index", tool.index())
                    .put("call_id", tool.id())
                    .put("name", tool.name())
                    .put("arguments", tool.arguments()));
        case ChatEvent.Finished finished ->
            done.put("finish_reason", finished.reason().name().toLowerCase(Locale.ROOT));
        case ChatEvent.Used used -> usage(used.usage());
        case ChatEvent.Aside aside -> done.set(aside.name(), aside.value());
      }
    }
  }

  private void usage(Usage usage) {
    done.putObject("usage")
        .put("input_tokens", usage.prompt())
        .put("output_tokens", usage.completion())
        .put("cached_tokens", usage.cached());
  }

  private void send(ObjectNode event) throws ClientGone {
    committed = true;
    peer.send(Json.bytes(event));
  }

  @Override
  public void end() throws ClientGone {
    send(done);
  }

  @Override
  public void fail(ApiFailure failure) throws ClientGone {
    RequestScope.current().failed(failure.kind().code());
    send(error(id, failure));
  }

  @Override
  public void heartbeat() throws ClientGone {
    peer.ping();
  }

  @Override
  public long silentNanos() {
    return peer.silentNanos();
  }

  @Override
  public long blockedNanos() {
    return peer.blockedNanos();
  }

  @Override
  public boolean committed() {
    return committed;
  }
}
