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
import dev.wheelhouse.gateway.provider.CloudProvider;
import dev.wheelhouse.gateway.upstream.HttpUpstream;
import dev.wheelhouse.gateway.upstream.UpstreamFailures;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import okhttp3.Response;

/** Anthropic, or another server that speaks {@code /v1/messages}. */
public final class AnthropicProvider extends CloudProvider {
  private static final byte[] STOP_FRAME =
      "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"
          .getBytes(StandardCharsets.US_ASCII);
  private static final String MESSAGES = "/messages";

  /** A server; with no configured models it is asked for them. */
  public AnthropicProvider(HttpUpstream http, List<String> configuredModels) {
    super(http, configuredModels);
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
  protected List<ModelInfo> discovered() throws ApiFailure {
    return listed(http.get("/models?limit=1000").path("data"), "id");
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
        readEvents(response, Dialect.ANTHROPIC, call, new AnthropicEventReader(), frames);
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

  @Override
  protected String finishWord() {
    return "stop reason";
  }

  @Override
  protected byte[] endFrame() {
    return STOP_FRAME.clone();
  }

  private void readWhole(Response response, Call call, FrameHandler frames)
      throws ApiFailure, ClientGone {
    byte[] bytes = http.wholeBody(response, call.scope());
    AnthropicEventReader events = new AnthropicEventReader();
    frames.accept(new Frame(Dialect.ANTHROPIC, bytes, events.readWhole(parsed(bytes))));
  }

  @Override
  protected ApiFailure failure(ObjectNode body) {
    String message = UpstreamFailures.message(body);
    return switch (Json.text(body.path("error"), "type")) {
      case "overloaded_error" -> http.busy(message);
      case "rate_limit_error" -> http.limited(message);
      default -> http.reported(body);
    };
  }

  @Override
  protected ModelInfo model(String id, ObjectNode entry) {
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
