// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.json.JsonEdit;
import dev.wheelhouse.gateway.key.Caller;
import java.util.Map;

/**
 * A request that names a model, as it came in.
 *
 * @param caller who sent it
 * @param dialect what the client speaks
 * @param model the model as the client named it
 * @param json the body, read
 * @param raw the body, as bytes
 * @param headers the few headers that an upstream of the same dialect may see, by lower-case name
 * @param wish what the client says of the cache
 */
// a body may be 64 MiB: it is handed on, not copied
@SuppressWarnings("ArrayRecordComponent")
public record ClientRequest(
    Caller caller,
    Dialect dialect,
    String model,
    ObjectNode json,
    byte[] raw,
    Map<String, String> headers,
    CacheWish wish) {

  /** Copies the headers. */
  public ClientRequest {
    headers = Map.copyOf(headers);
  }

  /** A request that says nothing of the cache. */
  public ClientRequest(
      Caller caller,
      Dialect dialect,
      String model,
      ObjectNode json,
      byte[] raw,
      Map<String, String> headers) {
    this(caller, dialect, model, json, raw, headers, CacheWish.NONE);
  }

  /** The same request with a wish for the cache. */
  public ClientRequest wishing(CacheWish other) {
    return new ClientRequest(caller, dialect, model, json, raw, headers, other);
  }

  /** The body for an upstream that calls the model {@code id}; unchanged where that is possible. */
  public byte[] rawFor(String id) {
    return model.equals(id)
        ? raw
        : JsonEdit.withText(raw, "model", id)
            .orElseGet(() -> Json.bytes(json.deepCopy().put("model", id)));
  }

  @Override
  public String toString() {
    // neither prompt nor token may get into a log by accident
    return "ClientRequest[" + dialect + " " + model + "]";
  }
}
