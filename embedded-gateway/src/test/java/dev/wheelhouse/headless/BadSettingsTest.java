// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.headless;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What cannot be used ends the program at once, by name and with a remedy, never with its value.
 */
@Timeout(120) // what is wrongly taken for usable runs until it is told to end
class BadSettingsTest {
  private static final String CANARY = "canary-9f31";

  @TempDir Path folder;

  static Stream<Arguments> bad() {
    return Stream.of(
        Arguments.of("WHEELHOUSE_GATEWAY_TOKEN", CANARY, "too short"),
        Arguments.of("WHEELHOUSE_GATEWAY_TOKEN", CANARY + " with a blank", "printable"),
        Arguments.of("WHEELHOUSE_GATEWAY_PORT", CANARY, "whole number from 0 to 65535"),
        Arguments.of("WHEELHOUSE_GATEWAY_HOST", CANARY, "Use 127.0.0.1"),
        Arguments.of("WHEELHOUSE_GATEWAY_DRAIN_SECONDS", "-1", "from 0 to 3600"),
        Arguments.of("WHEELHOUSE_GATEWAY_CONFIG", "/none/" + CANARY, "cannot be read"),
        Arguments.of("WHEELHOUSE_GATEWAY_POOLS", CANARY, "upstream/model"),
        Arguments.of("WHEELHOUSE_GATEWAY_POOLS", "a=" + CANARY, "upstream/model"),
        Arguments.of("OPENAI_API_KEY_FILE", "/none/" + CANARY, "cannot be read"),
        Arguments.of("LOCAL_LLM_ENDPOINT", "ftp://" + CANARY, "address"),
        Arguments.of("LOCAL_LLM_ENDPOINT", "http://169.254.169.254/" + CANARY, "link-local"),
        Arguments.of("CORS_ORIGINS", "*," + CANARY, "never allowed"),
        Arguments.of("DWA_ROUTING_STRATEGY", CANARY, "least_latency"),
        Arguments.of("RATE_LIMIT_PER_MINUTE", CANARY, "whole number"),
        Arguments.of("CACHE_EXPIRE_SECONDS", "1e3", "whole number"),
        Arguments.of("WHEELHOUSE_GATEWAY_CACHE_SIMILAR_MODEL", CANARY, "cache, which is off"),
        Arguments.of("LOG_LEVEL", CANARY, "debug, info"),
        Arguments.of("LOG_FORMAT", CANARY, "text or json"),
        Arguments.of("DEBUG", CANARY, "true or false"),
        Arguments.of("REDIS_URL", "http://:" + CANARY + "@cache", "redis://"),
        Arguments.of("REDIS_URL", "redis://:" + CANARY + " @cache", "redis://"),
        Arguments.of("JWT_SECRET", CANARY, "32 characters"),
        Arguments.of("JWT_JWKS_URL", "http://" + CANARY + ".example/keys", "over https"),
        Arguments.of("JWT_JWKS_URL", "file:///none/" + CANARY, "cannot be read"),
        Arguments.of("JWT_JWKS_URL", "ht tp:" + CANARY, "no address"),
        Arguments.of("WHEELHOUSE_GATEWAY_KEYS", "/none/" + CANARY, "folder of its file"),
        Arguments.of("DATABASE_URL", "mysql://u:" + CANARY + "@db/x", "postgresql://"));
  }

  @ParameterizedTest(name = "{0}={1}")
  @MethodSource("bad")
  void isNamedWithItsRemedyAndWithoutItsValue(String name, String value, String part) {
    Result result = run(Map.of(name, value), "run");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.error()).contains(name).contains(part).doesNotContain(CANARY);
  }

  @Test
  void neverRunsWithoutAToken() {
    Result result = run(Map.of("WHEELHOUSE_GATEWAY_TOKEN", ""), "run");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.error())
        .contains("WHEELHOUSE_GATEWAY_TOKEN: ")
        .contains("never runs without a token");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "[::]", "192.168.1.10"})
  void listensBeyondThisMachineOnlyWithNames(String host) {
    Map<String, String> alone = Map.of("WHEELHOUSE_GATEWAY_HOST", host);
    assertThat(run(alone, "run").error())
        .contains("WHEELHOUSE_GATEWAY_ALLOWED_HOSTS: It must list the names");
    for (String pattern : new String[] {"*", "*.example", "Upper.example"}) {
      Map<String, String> both =
          Map.of("WHEELHOUSE_GATEWAY_HOST", host, "WHEELHOUSE_GATEWAY_ALLOWED_HOSTS", pattern);
      assertThat(run(both, "run").error()).contains("WHEELHOUSE_GATEWAY_ALLOWED_HOSTS");
    }
  }

  @Test
  void aSecretAndItsFileTogetherAreAMistake() throws IOException {
    Path file = Files.writeString(folder.resolve("key"), CANARY);
    Result result = run(Map.of("ZAI_API_KEY", CANARY, "ZAI_API_KEY_FILE", file.toString()), "run");
    assertThat(result.error()).contains("ZAI_API_KEY").contains("Leave one").doesNotContain(CANARY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"upstream\": []}",
        "{\"upstreams\": [{\"name\": \"a\"}]}",
        "{\"upstreams\": [{\"name\": \"a\", \"url\": \"http://a\", \"type\": \"canary-9f31\"}]}",
        "{\"upstreams\": \"canary-9f31\"}",
        "{\"pools\": [{\"name\": \"a\", \"targets\": []}]}",
        "{\"pools\": [{\"name\": \"a\", \"min_chars_per_second\": -1, \"targets\": [{\"upstream\": \"a\", \"model\": \"m\"}]}]}",
        "{\"limits\": {\"m\": {\"concurrent\": -1}}}",
        "{\"limits\": {\"m\": null}}",
        "{\"limits\": null}",
        "{\"limits\": {\"m\": {}}}",
        "{\"limits\": {\"m\": {\"requests_per_minute\": null}}}",
        "{\"limits\": {\"m\": {\"requests_per_minute\": \"60\"}}}",
        "{\"limits\": {\"m\": {\"requests_per_minute\": 0.5}}}",
        "{\"limits\": {\"m\": {\"requests_per_minute\": 1}, \"m\": {\"concurrent\": 1}}}",
        "{\"prices\": {\"m\": {\"prompt\": -1, \"completion\": 1}}}",
        "{\"prices\": {\"m\": {\"prompt\": 1e999, \"completion\": 1}}}",
        "{\"upstreams\": [null]}",
        "{\"upstreams\": [{\"name\": 5, \"url\": \"http://a\"}]}",
        "{\"pools\": [{\"name\": \"a\", \"targets\": [null]}]}",
        "{\"larger_context\": {\"a\": [null]}}",
        "null",
        "{} {}",
        "canary-9f31",
        "{"
      })
  void aFileThatCannotBeUsedIsNamedWithThePlace(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("gateway.json"), content);
    Result result = run(Map.of("WHEELHOUSE_GATEWAY_CONFIG", file.toString()), "run");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.error()).contains("WHEELHOUSE_GATEWAY_CONFIG").doesNotContain(CANARY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "same", "blanks"})
  void aFurtherKeyThatCannotBeUsedIsNamedByItsPlace(String second) throws IOException {
    Path first = Files.writeString(folder.resolve("first"), CANARY);
    Files.writeString(folder.resolve("same"), CANARY);
    Files.writeString(folder.resolve("blanks"), CANARY + " and more");
    Path file =
        Files.writeString(
            folder.resolve("gateway.json"),
            "{\"upstreams\": [{\"name\": \"a\", \"url\": \"http://a\", \"key_files\": [\"%s\", \"%s\"]}]}"
                .formatted(first, folder.resolve(second)));
    Result result = run(Map.of("WHEELHOUSE_GATEWAY_CONFIG", file.toString()), "run");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.error()).contains("upstreams[0], key_files[1]").doesNotContain(CANARY);
  }

  @Test
  void namesTheFieldAndWhatIsExpectedThere() throws IOException {
    Path file = folder.resolve("gateway.json");
    Map<String, String> named = Map.of("WHEELHOUSE_GATEWAY_CONFIG", file.toString());
    Files.writeString(file, "{\"limits\": {\"m\": {\"requests_per_minute\": \"60\"}}}");
    assertThat(run(named, "run").error())
        .contains("at limits.m.requests_per_minute: a whole number is expected", "(line 1)");
    Files.writeString(file, "{\"pools\": [{\"name\": \"a\", \"sticky\": 1}]}");
    assertThat(run(named, "run").error()).contains("at pools[0].sticky: true or false is expected");
    Files.writeString(file, "{\"limits\": {\"m\": null}}");
    assertThat(run(named, "run").error()).contains("no value at limits.m");
  }

  @Test
  void aKeyOfTwoLinesIsNamedWithItsFile() throws IOException {
    Path key = Files.writeString(folder.resolve("key"), CANARY + "\n" + CANARY + "\n");
    Path file =
        Files.writeString(
            folder.resolve("gateway.json"),
            "{\"upstreams\": [{\"name\": \"a\", \"url\": \"http://a\", \"key_file\": \"%s\"}]}"
                .formatted(key));
    Result result = run(Map.of("WHEELHOUSE_GATEWAY_CONFIG", file.toString()), "run");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.error())
        .contains("upstreams[0], key_file: ", "as one line")
        .doesNotContain(CANARY);
  }

  @Test
  void keysThatCannotBeReadAreToldBeforeAClientIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("keys.json"), "{\"version\": 1, \"keys\"");
    Result result = run(Map.of("WHEELHOUSE_GATEWAY_KEYS", file.toString()), "run");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.error()).startsWith("gateway: WHEELHOUSE_GATEWAY_KEYS: Its file cannot be");
    assertThat(run(Map.of("WHEELHOUSE_GATEWAY_KEYS", folder.toString()), "run").error())
        .startsWith("gateway: WHEELHOUSE_GATEWAY_KEYS: Its file cannot be");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--expires-in-days 0",
        "--expires-in-days -1",
        "--expires-in-days 36501",
        "--expires-in-days 9223372036854775807",
        "--expires-in-days soon",
        "--expires-in-days",
        "--requests-per-minute -1",
        "--tokens-per-minute 1.5",
        "--model ''",
        "--model a,,b",
        "--scope all",
        "--scope ''"
      })
  void anOptionOfAKeyThatMakesNoSenseIsWrongUsageAndMakesNone(String options) {
    Map<String, String> home =
        Map.of("WHEELHOUSE_GATEWAY_KEYS", folder.resolve("keys.json").toString());
    String[] parts = ("keys create app " + options).replace("''", "?").split(" ");
    for (int i = 0; i < parts.length; i++) {
      parts[i] = parts[i].replace("?", "");
    }
    Result result = run(home, parts);
    assertThat(result.status()).as(result.error()).isEqualTo(2);
    assertThat(result.error()).startsWith("gateway: ").contains("usage: gateway");
    assertThat(run(home, "keys", "list").output()).isEmpty();
  }

  @Test
  void wrongUsageIsTold() {
    assertThat(run(Map.of(), "fly").status()).isEqualTo(2);
    assertThat(run(Map.of(), "keys", "list").error()).contains("DATABASE_URL");
    assertThat(run(Map.of(), "help").status()).isZero();
  }

  @Test
  void keysAreMadeInTheFileThatIsNamed() {
    Map<String, String> home =
        Map.of("WHEELHOUSE_GATEWAY_KEYS", folder.resolve("keys.json").toString());
    Result made =
        run(home, "keys", "create", "app", "--requests-per-minute", "3", "--scope", "chat");
    assertThat(made.output()).startsWith("whk-");
    String id = made.output().substring(4, 16);
    assertThat(run(home, "keys", "list").output()).contains(id).contains("app\ton");
    assertThat(run(home, "keys", "revoke", id).status()).isZero();
    assertThat(run(home, "keys", "list").output()).contains("app\toff");
    assertThat(run(home, "keys", "revoke", "--undo", id).output()).contains("honoured again: app");
    assertThat(run(home, "keys", "list").output()).contains("app\ton");
    assertThat(run(home, "keys", "revoke", id, "now").status()).isEqualTo(2);
    assertThat(run(home, "keys", "revoke", "0").status()).isEqualTo(2);
    assertThat(run(home, "keys", "create", "x", "--scope", "all").status()).isEqualTo(2);
  }

  private record Result(int status, String output, String error) {}

  private static Result run(Map<String, String> environment, String... arguments) {
    Map<String, String> all = new HashMap<>(environment);
    all.putIfAbsent("WHEELHOUSE_GATEWAY_TOKEN", EnvironmentTest.TOKEN);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        new Main(
                all,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false)
            .run(arguments);
    return new Result(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
