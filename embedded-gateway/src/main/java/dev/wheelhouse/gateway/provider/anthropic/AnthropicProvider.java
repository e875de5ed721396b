// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.answer.Frame;
import dev.wheelhouse.gateway.chat.Dialect;
import dev.wheelhouse.gateway.chat.ModelInfo;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.json.JsonFault;
import dev.wheelhouse.gateway.provider.Provider;
import dev.wheelhouse.gateway.secret.Secret;
import dev.wheelhouse.gateway.upstream.HttpUpstream;
import dev.wheelhouse.gateway.upstream.SseReader;
import dev.wheelhouse.gateway.upstream.UpstreamFailures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import okhttp3.Response;

/** Anthropic, or another server that speaks {@code /v1/messages}. */
public final class AnthropicProvider implements Provider {
  private static final byte[] STOP_FRAME =
      "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"
          .getBytes(StandardCharsets.US_ASCII);
  private static final String MESSAGES = "/messages";

  private final HttpUpstream http;
  private final Secret key;
  private final List<String> configuredModels;

  /** A server; with no configured models it is asked for them. */
  public AnthropicProvider(HttpUpstream http, Secret key, List<String> configuredModels) {
    this.http = http;
    this.key = key;
    this.configuredModels = List.copyOf(configuredModels);
  }

  @Override
  public String name() {
    return http.name();
  }

  @Override
  public String family() {
    return "anthropic";
  }

  @Override
  public Dialect dialect() {
    return Dialect.ANTHROPIC;
  }

  @Override
  public String address() {
    return http.base().display();
  }

  @Override
  public boolean discovers() {
    return configuredModels.isEmpty();
  }

  @Override
  public List<ModelInfo> models() throws ApiFailure {
    List<ModelInfo> models = new ArrayList<>();
    if (!discovers()) {
      configuredModels.forEach(id -> models.add(model(id, Json.newObject().put("id", id))));
      return models;
    }
    for (JsonNode entry : http.get("/models?limit=1000").path("data")) {
      String id = Json.text(entry, "id");
      if (!id.isEmpty() && entry instanceof ObjectNode object) {
        models.add(model(id, object));
      }
    }
    return models;
  }

  @Override
  public void chat(Call call, FrameHandler frames) throws ApiFailure, ClientGone {
    boolean same = call.sameDialectAs(Dialect.ANTHROPIC);
    boolean whole = same && !call.inbound().stream();
    byte[] body = same ? call.passedOn() : translated(call);
    String accept = whole ? "application/json" : "text/event-stream";
    Map<String, String> headers = same ? call.inbound().request().headers() : Map.of();
    try (Response response = http.post(MESSAGES, body, accept, call.scope(), headers)) {
      if (whole) {
        readWhole(response, call, frames);
      } else {
        readEvents(response, call, frames);
      }
    }
  }

  @Override
  public OptionalLong countTokens(Call call) throws ApiFailure, ClientGone {
    Map<String, String> headers = call.inbound().request().headers();
    String path = MESSAGES + "/count_tokens";
    byte[] body = call.passedOn();
    try (Response response = http.post(path, body, "application/json", call.scope(), headers)) {
      JsonNode counted = parsed(http.wholeBody(response, call.scope())).path("input_tokens");
      return counted.isNumber() ? OptionalLong.of(counted.asLong()) : OptionalLong.empty();
    }
  }

  private static byte[] translated(Call call) throws ApiFailure {
    return Json.bytes(AnthropicRequestWriter.write(call.inbound().neutral(), call.model().id()));
  }

  private void readEvents(Response response, Call call, FrameHandler frames)
      throws ApiFailure, ClientGone {
    AnthropicEventReader events = new AnthropicEventReader();
    try {
      var reader = new SseReader(response.body().byteStream(), call.scope());
      for (byte[] frame = reader.next(); frame != null; frame = reader.next()) {
        byte[] data = SseReader.data(frame);
        frames.accept(
            new Frame(
                Dialect.ANTHROPIC,
                frame,
                data.length == 0 ? List.of() : events.read(parsed(data))));
        if (events.stopped()) {
          requireFinish(events);
          return;
        }
      }
    } catch (IOException e) {
      throw http.broken(call.scope(), e);
    }
    requireFinish(events);
    // some servers end without the mark; the client still gets it
    frames.accept(new Frame(Dialect.ANTHROPIC, STOP_FRAME, List.of()));
  }

  private void requireFinish(AnthropicEventReader events) throws ApiFailure {
    if (!events.finished()) {
      throw UpstreamFailures.brokenOff(name(), "the stream ended without a stop reason");
    }
  }

  private void readWhole(Response response, Call call, FrameHandler frames)
      throws ApiFailure, ClientGone {
    byte[] bytes = http.wholeBody(response, call.scope());
    AnthropicEventReader events = new AnthropicEventReader();
    frames.accept(new Frame(Dialect.ANTHROPIC, bytes, events.readWhole(parsed(bytes))));
  }

  private ObjectNode parsed(byte[] data) throws ApiFailure {
    ObjectNode object;
    try {
      object = http.json().object(data);
    } catch (JsonFault e) {
      throw UpstreamFailures.brokenOff(name(), "a piece of the answer is no JSON object");
    }
    if (object.path("error").isObject()) {
      String type = Json.text(object.path("error"), "type");
      String message = UpstreamFailures.message(object);
      throw switch (type) {
        case "overloaded_error" -> UpstreamFailures.busy(name(), message, key);
        case "rate_limit_error" -> UpstreamFailures.limited(name(), message, key);
        default -> UpstreamFailures.reported(name(), message, key);
      };
    }
    return object;
  }

  private static ModelInfo model(String id, ObjectNode entry) {
    return new ModelInfo(id, created(entry), "anthropic", Set.of(), entry);
  }

  private static Instant created(JsonNode entry) {
    try {
      return OffsetDateTime.parse(Json.text(entry, "created_at")).toInstant();
    } catch (DateTimeParseException e) {
      return Instant.EPOCH;
    }
  }
}
