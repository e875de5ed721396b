// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.config;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.engine.gateway.key.KeyBounds;
import java.io.IOException;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The format of the file, apart from the live {@link GatewaySettings}. What is missing has its
 * standard value; a field that this version does not know is kept, so that an older Wheelhouse does
 * not lose what a newer one wrote. A value that makes no sense is a fault: limits and routes that
 * are guessed could cost money.
 */
final class GatewaySettingsJson {
  private static final int VERSION = 1;
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private final ObjectNode tree;

  private GatewaySettingsJson(ObjectNode tree) {
    this.tree = tree;
  }

  static GatewaySettingsJson empty() {
    return new GatewaySettingsJson(JSON.createObjectNode());
  }

  /**
   * @throws IOException when the content is no JSON object
   */
  static GatewaySettingsJson parse(byte[] content) throws IOException {
    if (JSON.readTree(content) instanceof ObjectNode tree) {
      return new GatewaySettingsJson(tree);
    }
    throw new IOException("not a JSON object");
  }

  /**
   * @throws IOException when a value makes no sense; the message names it
   */
  GatewaySettings settings() throws IOException {
    try {
      SettingsPlace top = new SettingsPlace("", tree);
      int version = top.whole("version", VERSION);
      return new GatewaySettingsReader(version > VERSION).read(top);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  byte[] with(GatewaySettings settings) {
    ObjectNode changed = tree.deepCopy();
    changed.put("version", Math.max(VERSION, changed.path("version").asInt()));
    changed
        .withObjectProperty("log")
        .put("on", settings.log().on())
        .put("contents", settings.log().contents())
        .put("days", settings.log().days())
        .put("megabytes", settings.log().megabytes());
    ObjectNode cache =
        changed
            .withObjectProperty("cache")
            .put("on", settings.cache().on())
            .put("megabytes", settings.cache().megabytes())
            .put("minutes", settings.cache().minutes())
            .put("always", settings.cache().always());
    ArrayNode models = cache.putArray("models");
    settings.cache().models().forEach(models::add);
    if (cache.has("similar") || !settings.cache().similar().equals(SimilarSettings.STANDARD)) {
      put(cache.withObjectProperty("similar"), settings.cache().similar());
    }
    put(changed, "pools", "name", settings.pools(), PoolSettings::name, GatewaySettingsJson::put);
    put(
        changed,
        "limits",
        "models",
        settings.limits(),
        ModelLimit::models,
        (node, limit) -> put(node, limit.bounds()));
    put(
        changed,
        "prices",
        "models",
        settings.prices(),
        ModelPrice::models,
        (node, price) -> node.put("input", price.input()).put("output", price.output()));
    ArrayNode origins = changed.putArray("origins");
    settings.origins().forEach(origins::add);
    try {
      return JSON.writeValueAsBytes(changed);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  /** Writes a list; what is not known of an item stays with the item of its name. */
  private static <T> void put(
      ObjectNode root,
      String field,
      String key,
      List<T> items,
      Function<T, String> name,
      BiConsumer<ObjectNode, T> write) {
    JsonNode before = root.path(field).deepCopy();
    ArrayNode list = root.putArray(field);
    for (T item : items) {
      ObjectNode node = JSON.createObjectNode();
      for (JsonNode old : before) {
        if (old instanceof ObjectNode known
            && known.path(key).asText("").equals(name.apply(item))) {
          node = known;
        }
      }
      node.put(key, name.apply(item));
      write.accept(node, item);
      list.add(node);
    }
  }

  private static void put(ObjectNode node, SimilarSettings similar) {
    node.put("on", similar.on())
        .put("model", similar.model())
        .put("chroma", similar.chroma())
        .put("tokenFile", similar.tokenFile())
        .put("threshold", similar.threshold())
        .put("entries", similar.entries());
  }

  private static void put(ObjectNode node, PoolSettings pool) {
    node.put("policy", pool.policy().label())
        .put("sticky", pool.sticky())
        .put("local", pool.local())
        .put("spillAt", pool.rules().spillAt())
        .put("maxPrice", pool.rules().maxPrice())
        .put("larger", pool.rules().larger());
    ArrayNode targets = node.putArray("targets");
    for (PoolTarget target : pool.targets()) {
      ObjectNode member =
          targets
              .addObject()
              .put("upstream", target.upstream())
              .put("model", target.model())
              .put("weight", target.weight());
      if (target.context() > 0) {
        member.put("context", target.context());
      }
      if (target.price() != null) {
        member
            .putObject("price")
            .put("input", target.price().input())
            .put("output", target.price().output());
      }
    }
  }

  private static void put(ObjectNode node, KeyBounds bounds) {
    node.put("requestsPerMinute", bounds.requestsPerMinute())
        .put("tokensPerMinute", bounds.tokensPerMinute())
        .put("concurrent", bounds.concurrent())
        .put("budgetPerDay", bounds.budgetPerDay())
        .put("budgetPerMonth", bounds.budgetPerMonth());
  }
}
