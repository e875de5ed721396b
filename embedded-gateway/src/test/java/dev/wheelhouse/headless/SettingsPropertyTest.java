// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.headless;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

/** Whatever stands in the settings, they can be used, or one sentence says which cannot. */
class SettingsPropertyTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String EXAMPLE =
      """
      {"upstreams": [{"name": "u", "type": "openai", "url": "http://u:8000/v1", "models": ["m"]}],
       "pools": [{"name": "chat", "policy": "weighted", "sticky": true, "local": false,
         "retries": 1, "max_price": 5.5, "spill_at": 2, "targets": [
           {"upstream": "u", "model": "m", "weight": 3, "price": {"prompt": 1, "completion": 2},
            "context_window": 8192, "location": "local"}]}],
       "limits": {"m*": {"requests_per_minute": 60, "tokens_per_minute": 5, "concurrent": 1,
         "budget_per_day": 7, "budget_per_month": 8}},
       "prices": {"m*": {"prompt": 0.5, "completion": 1.5}},
       "larger_context": {"m": ["u/n"]}}
      """;

  private Path file;

  @BeforeProperty
  void make() throws IOException {
    file = Files.createTempFile("gateway-settings", ".json");
  }

  @AfterProperty
  void remove() throws IOException {
    Files.delete(file);
  }

  @Property(tries = 600)
  void aFileWithAnyValueAtAnyPlaceIsReadOrNamed(@ForAll int place, @ForAll("values") String value)
      throws IOException {
    ObjectNode tree = (ObjectNode) JSON.readTree(EXAMPLE);
    List<Runnable> changes = new ArrayList<>();
    collect(tree, JSON.readTree(value), changes);
    changes.get(Math.floorMod(place, changes.size())).run();
    Files.writeString(file, tree.toString());
    requireSettingsOrOneSentence(Map.of("WHEELHOUSE_GATEWAY_CONFIG", file.toString()));
  }

  @Property(tries = 200)
  void aFileWithAnyContentIsReadOrNamed(@ForAll("contents") String content) throws IOException {
    Files.writeString(file, content);
    requireSettingsOrOneSentence(Map.of("WHEELHOUSE_GATEWAY_CONFIG", file.toString()));
  }

  @Property(tries = 1000)
  void anyValueOfAnyNameIsReadOrNamed(@ForAll("names") String name, @ForAll("texts") String value) {
    Map<String, String> environment = new HashMap<>(Map.of("REDIS_HOST", "cache"));
    environment.put(name, value);
    requireSettingsOrOneSentence(environment);
    HashMap<String, String> logs = new HashMap<>(environment);
    try {
      assertThat(Logs.read(new Variables(logs)).level()).isNotNull();
    } catch (SettingsProblem e) {
      assertThat(e.setting()).isIn("LOG_LEVEL", "LOG_FORMAT", "DEBUG");
    }
  }

  private static void requireSettingsOrOneSentence(Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(environment);
    all.putIfAbsent("WHEELHOUSE_GATEWAY_TOKEN", EnvironmentTest.TOKEN);
    try {
      assertThat(HeadlessSettings.of(all).gateway()).isNotNull();
    } catch (SettingsProblem e) {
      assertThat(e.setting()).isNotBlank();
      assertThat(e.cause()).endsWith(".").doesNotContain("null.", "Exception", "com.fasterxml");
      assertThat(e.remedy()).endsWith(".");
    }
  }

  /** Every way to put the value in the place of another, or to take that one out. */
  private static void collect(JsonNode node, JsonNode value, List<Runnable> changes) {
    if (node instanceof ObjectNode object) {
      for (String name : object.properties().stream().map(Map.Entry::getKey).toList()) {
        changes.add(() -> object.set(name, value));
        changes.add(() -> object.remove(name));
        collect(object.get(name), value, changes);
      }
      changes.add(() -> object.set("more", value));
    }
    if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        int at = i;
        changes.add(() -> array.set(at, value));
        collect(array.get(i), value, changes);
      }
      changes.add(() -> array.add(value));
      changes.add(array::removeAll);
    }
  }

  @Provide
  Arbitrary<String> values() {
    Arbitrary<String> odd =
        Arbitraries.of(
            "null",
            "true",
            "false",
            "0",
            "-1",
            "-0.5",
            "1e999",
            "-1e999",
            "1e30",
            "2147483648",
            "9223372036854775808",
            "0.1",
            "\"\"",
            "\" \"",
            "\"x\"",
            "\"5\"",
            "\"true\"",
            "\"http://x\"",
            "\"../x\"",
            "[]",
            "{}",
            "[null]",
            "[[]]",
            "[{}]",
            "{\"\":1}",
            "{\"x\":null}",
            "{\"prompt\":-1}",
            "[1]",
            "[\"a\",\"a\"]");
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(4, odd),
        net.jqwik.api.Tuple.of(1, texts().map(text -> JSON.valueToTree(text).toString())),
        net.jqwik.api.Tuple.of(1, Arbitraries.doubles().map(String::valueOf)));
  }

  @Provide
  Arbitrary<String> contents() {
    Arbitrary<String> cut =
        Arbitraries.integers().between(0, EXAMPLE.length()).map(end -> EXAMPLE.substring(0, end));
    return Arbitraries.oneOf(cut, values(), Arbitraries.strings().ofMaxLength(40));
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.of(
        "WHEELHOUSE_GATEWAY_TOKEN",
        "WHEELHOUSE_GATEWAY_HOST",
        "WHEELHOUSE_GATEWAY_PORT",
        "WHEELHOUSE_GATEWAY_ALLOWED_HOSTS",
        "WHEELHOUSE_GATEWAY_DRAIN_SECONDS",
        "WHEELHOUSE_GATEWAY_CONFIG",
        "WHEELHOUSE_GATEWAY_POOLS",
        "WHEELHOUSE_GATEWAY_KEYS",
        "WHEELHOUSE_GATEWAY_REQUEST_LOG",
        "WHEELHOUSE_GATEWAY_REQUEST_LOG_DAYS",
        "WHEELHOUSE_GATEWAY_CACHE_MEGABYTES",
        "WHEELHOUSE_GATEWAY_CACHE_MODELS",
        "OPENAI_API_KEY",
        "OPENAI_API_KEY_FILE",
        "OPENAI_MODEL",
        "LOCAL_LLM_ENDPOINT",
        "DWA_ROUTING_STRATEGY",
        "RATE_LIMIT_PER_MINUTE",
        "CACHE_EXPIRE_SECONDS",
        "DATABASE_URL",
        "REDIS_URL",
        "REDIS_HOST",
        "REDIS_PORT",
        "REDIS_PASSWORD",
        "REDIS_DB",
        "JWT_SECRET",
        "JWT_JWKS_URL",
        "JWT_AUDIENCE",
        "CORS_ORIGINS",
        "LOG_LEVEL",
        "LOG_FORMAT",
        "DEBUG");
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> odd =
        Arbitraries.of(
            "",
            " ",
            "-1",
            "0",
            "99999999999999999999",
            "a=b",
            "a=b/c",
            "=",
            ";",
            "a=b/c;a=b/c",
            "a= / ",
            "http://",
            "http://[",
            "redis://:@x",
            "redis://h:99999999",
            "redis://u:a b@h",
            "redis://h/x",
            "postgresql://",
            "file:",
            "file:///",
            "file://host/x",
            "https:",
            "/",
            "\u0000",
            "*",
            "null",
            "http://u:p@h",
            "::",
            "[::1",
            "127.0.0.1:80",
            "#",
            "%",
            "%zz",
            "http://h/%zz");
    return Arbitraries.oneOf(odd, Arbitraries.strings().ofMaxLength(30));
  }
}
