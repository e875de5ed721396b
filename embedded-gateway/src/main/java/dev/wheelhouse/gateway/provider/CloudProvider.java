// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.answer.ChatEvent;
import dev.wheelhouse.gateway.answer.Frame;
import dev.wheelhouse.gateway.chat.Dialect;
import dev.wheelhouse.gateway.chat.ModelInfo;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.json.JsonFault;
import dev.wheelhouse.gateway.upstream.HttpUpstream;
import dev.wheelhouse.gateway.upstream.SseReader;
import dev.wheelhouse.gateway.upstream.UpstreamFailures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import okhttp3.Response;

/**
 * What providers that answer in server-sent events share: the list of models, the reading of a
 * stream to its real end, and what an error inside of a good answer means.
 */
public abstract class CloudProvider implements Provider {
  /** An empty frame: what the upstream said is not for the client. */
  protected static final byte[] NOTHING = {};

  private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

  /** The way to the upstream. */
  protected final HttpUpstream http;

  private final List<String> configuredModels;

  /** A server; with no configured models it is asked for them. */
  protected CloudProvider(HttpUpstream http, List<String> configuredModels) {
    this.http = http;
    this.configuredModels = List.copyOf(configuredModels);
  }

  @Override
  public final String name() {
    return http.name();
  }

  @Override
  public String address() {
    return http.base().display();
  }

  @Override
  public final boolean discovers() {
    return configuredModels.isEmpty();
  }

  @Override
  public final List<ModelInfo> models() throws ApiFailure {
    if (discovers()) {
      return discovered();
    }
    List<ModelInfo> models = new ArrayList<>();
    configuredModels.forEach(id -> models.add(model(id, Json.newObject().put("id", id))));
    return models;
  }

  /** Asks the upstream for its models. */
  protected abstract List<ModelInfo> discovered() throws ApiFailure;

  /** A model by its entry in the upstream's list. */
  protected abstract ModelInfo model(String id, ObjectNode entry);

  /** The models of a list whose entries carry their id in {@code idField}. */
  protected final List<ModelInfo> listed(JsonNode entries, String idField) {
    List<ModelInfo> models = new ArrayList<>();
    for (JsonNode entry : entries) {
      String id = Json.text(entry, idField);
      if (!id.isEmpty() && entry instanceof ObjectNode object) {
        models.add(model(id, object));
      }
    }
    return models;
  }

  /** What this upstream calls the reason why the model stopped. */
  protected String finishWord() {
    return "finish reason";
  }

  /** What goes to clients of the same dialect when a complete stream lacks its end mark. */
  protected byte[] endFrame() {
    return NOTHING;
  }

  /** Reads a stream to its end; one that breaks off before the model stopped is a failure. */
  protected final void readEvents(
      Response response, Dialect dialect, Call call, AnswerReader answer, FrameHandler frames)
      throws ApiFailure, ClientGone {
    requireEventStream(response);
    try {
      var reader = new SseReader(response.body().byteStream(), call.scope());
      for (byte[] frame = reader.next(); frame != null; frame = reader.next()) {
        byte[] data = SseReader.data(frame);
        boolean done = Arrays.equals(data, DONE);
        if (done || data.length == 0) { // the end mark, or a comment
          frames.accept(new Frame(dialect, frame, List.of()));
        } else {
          Optional<List<ChatEvent>> known = answer.glance(data);
          frames.accept(
              known.isPresent()
                  ? new Frame(dialect, frame, known.get())
                  : read(dialect, frame, data, answer));
        }
        if (done || answer.stopped()) {
          requireFinish(answer);
          return;
        }
      }
    } catch (IOException e) {
      throw http.broken(call.scope(), e);
    }
    requireFinish(answer);
    // some servers end without the mark; the client still gets it
    frames.accept(new Frame(dialect, endFrame(), List.of()));
  }

  private Frame read(Dialect dialect, byte[] frame, byte[] data, AnswerReader answer)
      throws ApiFailure {
    ObjectNode event = parsed(data);
    List<ChatEvent> found = answer.read(event);
    return new Frame(dialect, answer.hides(event) ? NOTHING : frame, found);
  }

  private void requireFinish(AnswerReader answer) throws ApiFailure {
    if (!answer.finished()) {
      throw UpstreamFailures.brokenOff(name(), "the stream ended without a " + finishWord());
    }
  }

  private void requireEventStream(Response response) throws ApiFailure {
    String type = response.header("Content-Type", "");
    if (type != null && type.startsWith("text/event-stream")) {
      return;
    }
    // an error may come with status 200 as plain JSON
    try {
      ObjectNode body = parsed(response.peekBody(64 << 10).bytes());
      throw UpstreamFailures.brokenOff(
          name(),
          "it was asked for a stream and sent " + (body.isEmpty() ? "nothing" : "something else"));
    } catch (IOException e) {
      throw UpstreamFailures.brokenOff(name(), String.valueOf(e.getMessage()));
    }
  }

  /** One JSON object of an answer; an error in it is thrown as what it means. */
  protected final ObjectNode parsed(byte[] data) throws ApiFailure {
    ObjectNode object;
    try {
      object = http.json().object(data);
    } catch (JsonFault e) {
      throw UpstreamFailures.brokenOff(name(), "a piece of the answer is no JSON object");
    }
    JsonNode error = object.path("error");
    if (error.isObject() || error.isTextual()) {
      throw failure(object);
    }
    return object;
  }

  /** What an error inside of a good answer means. */
  protected ApiFailure failure(ObjectNode body) {
    return http.reported(body);
  }
}
