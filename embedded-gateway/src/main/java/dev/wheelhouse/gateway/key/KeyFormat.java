// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.key;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.json.JsonFault;
import dev.wheelhouse.gateway.limit.KeyLimits;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Client keys as JSON, apart from the live type. */
public final class KeyFormat {
  private static final int VERSION = 1;
  private static final Json JSON = new Json(16, 16 << 20);

  private KeyFormat() {}

  /** Writes them. */
  public static byte[] write(List<ClientKey> keys) {
    ObjectNode root = Json.newObject().put("version", VERSION);
    ArrayNode array = root.putArray("keys");
    for (ClientKey key : keys) {
      Grant grant = key.grant();
      ObjectNode node =
          array
              .addObject()
              .put("id", key.id())
              .put("name", key.name())
              .put("sha256", key.hash())
              .put("created", key.createdAt().toString());
      if (key.expiresAt() != null) {
        node.put("expires", key.expiresAt().toString());
      }
      node.put("enabled", key.enabled()).put("caching", grant.caching());
      ArrayNode scopes = node.putArray("scopes");
      grant.scopes().stream().sorted().forEach(scope -> scopes.add(scope.label()));
      ArrayNode models = node.putArray("models");
      grant.models().patterns().forEach(models::add);
      node.putObject("limits")
          .put("requestsPerMinute", grant.limits().requestsPerMinute())
          .put("tokensPerMinute", grant.limits().tokensPerMinute())
          .put("concurrent", grant.limits().concurrent())
          .put("budgetPerDay", grant.limits().budgetPerDay())
          .put("budgetPerMonth", grant.limits().budgetPerMonth());
    }
    return Json.bytes(root);
  }

  /** Reads what was written; anything else is a fault, as a right that is guessed is none. */
  public static List<ClientKey> read(byte[] bytes) throws JsonFault {
    ObjectNode root = JSON.object(bytes);
    if (root.path("version").asInt() != VERSION || !root.path("keys").isArray()) {
      throw new JsonFault("these are not client keys of version " + VERSION);
    }
    List<ClientKey> keys = new ArrayList<>();
    for (JsonNode node : root.path("keys")) {
      try {
        keys.add(key(node));
      } catch (DateTimeException | IllegalArgumentException e) {
        throw new JsonFault("key " + (keys.size() + 1) + " has a field that cannot be read");
      }
    }
    return keys;
  }

  private static ClientKey key(JsonNode node) throws JsonFault {
    Grant grant =
        new Grant(
            scopes(node.path("scopes")),
            models(node.path("models")),
            limits(node.path("limits")),
            node.path("caching").asBoolean(false));
    return new ClientKey(
        Json.text(node, "id"),
        Json.text(node, "name"),
        Json.text(node, "sha256"),
        grant,
        Instant.parse(Json.text(node, "created")),
        node.has("expires") ? Instant.parse(Json.text(node, "expires")) : null,
        node.path("enabled").asBoolean(false));
  }

  private static Set<Scope> scopes(JsonNode array) throws JsonFault {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (JsonNode label : array) {
      scopes.add(Scope.of(label.asText()).orElseThrow(() -> new JsonFault("a scope is not known")));
    }
    return scopes;
  }

  private static ModelNames models(JsonNode array) throws JsonFault {
    if (!array.isArray()) {
      throw new JsonFault("the models of a key are missing");
    }
    List<String> patterns = new ArrayList<>();
    array.forEach(pattern -> patterns.add(pattern.asText()));
    return new ModelNames(patterns);
  }

  private static KeyLimits limits(JsonNode node) throws JsonFault {
    if (!node.isObject()) {
      throw new JsonFault("the limits of a key are missing");
    }
    return new KeyLimits(
        limit(node, "requestsPerMinute"),
        limit(node, "tokensPerMinute"),
        limit(node, "concurrent"),
        limit(node, "budgetPerDay"),
        limit(node, "budgetPerMonth"));
  }

  /** Anything but a number would be read as 0, which is no limit. */
  private static long limit(JsonNode node, String field) throws JsonFault {
    JsonNode value = node.path(field);
    if (value.isMissingNode() || (value.isIntegralNumber() && value.canConvertToLong())) {
      return value.asLong();
    }
    throw new JsonFault("the limit " + field + " of a key is no whole number");
  }
}
