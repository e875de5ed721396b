// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.headless;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What does not fit into variables, as it stands in the JSON file: further upstreams, pools, limits
 * and prices. Secrets stand in files of their own that it names. Field names are written with
 * underscores.
 *
 * @param limits by pattern of the model's name
 * @param prices by pattern of the model's name, of a million tokens
 * @param largerContext models for conversations that are too long for one
 */
record SettingsFile(
    List<UpstreamEntry> upstreams,
    List<PoolEntry> pools,
    Map<String, LimitsEntry> limits,
    Map<String, PriceEntry> prices,
    Map<String, List<String>> largerContext) {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfigDefaults(
              shapes -> shapes.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
          .withCoercionConfig(
              LogicalType.Textual,
              shapes ->
                  shapes
                      .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .build();

  /** A file that says nothing. */
  static final SettingsFile EMPTY = new SettingsFile(null, null, null, null, null);

  SettingsFile(
      @Nullable List<UpstreamEntry> upstreams,
      @Nullable List<PoolEntry> pools,
      @Nullable Map<String, LimitsEntry> limits,
      @Nullable Map<String, PriceEntry> prices,
      @Nullable Map<String, List<String>> largerContext) {
    this.upstreams = upstreams == null ? List.of() : List.copyOf(upstreams);
    this.pools = pools == null ? List.of() : List.copyOf(pools);
    // their order counts: the first pattern that fits
    this.limits = limits == null ? Map.of() : new LinkedHashMap<>(limits);
    this.prices = prices == null ? Map.of() : new LinkedHashMap<>(prices);
    this.largerContext = largerContext == null ? Map.of() : Map.copyOf(largerContext);
  }

  /**
   * An upstream.
   *
   * @param type {@code ollama}, or {@code auto} to tell by the address
   * @param keyFile holds its key
   * @param keyFiles hold further keys, which take turns; each is called as its file
   * @param keyVariable names the variable that holds its key
   */
  record UpstreamEntry(
      @Nullable String name,
      @Nullable String type,
      @Nullable String url,
      @Nullable String keyFile,
      @Nullable List<String> keyFiles,
      @Nullable String keyVariable,
      @Nullable List<String> models) {}

  /** A pool; the last two guard how fast streams start. */
  record PoolEntry(
      @Nullable String name,
      @Nullable String policy,
      @Nullable List<TargetEntry> targets,
      @Nullable Boolean sticky,
      @Nullable Boolean local,
      @Nullable Integer retries,
      @Nullable Double maxPrice,
      @Nullable Integer spillAt,
      @Nullable Double minCharsPerSecond,
      @Nullable Double throughputWindowSeconds) {}

  /** A target of a pool; {@code location} is {@code local}, {@code cloud} or left out. */
  record TargetEntry(
      @Nullable String upstream,
      @Nullable String model,
      @Nullable Double weight,
      @Nullable PriceEntry price,
      @Nullable Integer contextWindow,
      @Nullable String location) {}

  /** What a million tokens cost. */
  record PriceEntry(double prompt, double completion) {}

  /** Limits of a model for all clients together. */
  record LimitsEntry(
      @Nullable Long requestsPerMinute,
      @Nullable Long tokensPerMinute,
      @Nullable Long concurrent,
      @Nullable Long budgetPerDay,
      @Nullable Long budgetPerMonth) {}

  /** Reads the text of the file that a variable names. */
  static SettingsFile read(String setting, String text) {
    try {
      if (!(JSON.readTree(text) instanceof ObjectNode tree)) {
        throw new SettingsProblem(
            setting, "Its file is no JSON object.", "Write one; docs/gateway.md has an example.");
      }
      requireValues(setting, "", tree);
      return JSON.readValue(text, SettingsFile.class);
    } catch (UnrecognizedPropertyException e) {
      throw problem(setting, e, "Its file has a field that nobody knows, " + path(e) + ".");
    } catch (JsonMappingException e) {
      String expected = e instanceof MismatchedInputException kind ? expected(kind) : "";
      throw problem(
          setting, e, "Its file has a value of the wrong kind at " + path(e) + expected + ".");
    } catch (JsonProcessingException e) {
      throw problem(setting, e, "Its file is no JSON, or has a field twice.");
    }
  }

  /** A null could be read as "none", and a limit that nobody has set as no limit. */
  private static void requireValues(String setting, String place, JsonNode node) {
    if (node.isNull()) {
      throw new SettingsProblem(
          setting, "Its file has no value at " + place + ".", "Give one, or leave the field out.");
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      requireValues(setting, place + "[" + i + "]", node.get(i));
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String name = field.getKey();
      requireValues(setting, place.isEmpty() ? name : place + "." + name, field.getValue());
    }
  }

  private static String expected(MismatchedInputException e) {
    Class<?> type = e.getTargetType() == null ? Object.class : e.getTargetType();
    if (type == Long.class || type == Integer.class) {
      return ": a whole number is expected";
    }
    if (type == Double.class || type == double.class) {
      return ": a number is expected";
    }
    if (type == Boolean.class) {
      return ": true or false is expected";
    }
    if (type == String.class) {
      return ": a text is expected";
    }
    return List.class.isAssignableFrom(type) ? ": a list is expected" : ": an object is expected";
  }

  private static SettingsProblem problem(String setting, JsonProcessingException e, String cause) {
    String line = e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
    return new SettingsProblem(
        setting, cause, "Correct the file" + line + "; docs/gateway.md has an example.");
  }

  private static String path(JsonMappingException e) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : e.getPath()) {
      path.append(
          step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName());
    }
    return path.isEmpty() ? "its top" : path.substring(path.charAt(0) == '.' ? 1 : 0);
  }
}
