// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.engine.gateway.LocalGateway.State;
import dev.wheelhouse.engine.gateway.config.GatewaySettings;
import dev.wheelhouse.engine.gateway.config.ModelLimit;
import dev.wheelhouse.engine.gateway.key.KeyBounds;
import dev.wheelhouse.engine.problem.InputProblem.BadInput;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.testing.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settings file in the hands of people and other processes: nothing is guessed, all counts. */
class GatewaySettingsEditTest {
  private static final String MODEL = "llama3.2:1b";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String ONE_A_MINUTE =
      "{\"limits\": [{\"models\": \"llama*\", \"requestsPerMinute\": 1}]}";
  private static final String NO_LIMIT = "{\"limits\": []}";

  @TempDir Path place;
  private GatewayRig rig;
  private Path file;

  @BeforeEach
  void open() throws IOException {
    rig = new GatewayRig(place);
    file = rig.home.config().resolve("gateway.json");
    Files.createDirectories(file.getParent());
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'limits': [{'models': 'a', 'requestsPerMinute': '60'}]}"
            + "|limits[0].requestsPerMinute: a whole number of 0 or more is expected, not a text",
        "{'limits': [{'models': 'a', 'requestsPerMinute': null}]}"
            + "|limits[0].requestsPerMinute: a whole number of 0 or more is expected, not null",
        "{'limits': [{'models': 'a', 'tokensPerMinute': 0.5}]}|limits[0].tokensPerMinute: a whole",
        "{'limits': [{'models': 'a', 'concurrent': -1}]}|limits[0].concurrent: a whole number of 0",
        "{'limits': [{'models': 'a', 'concurrent': 1e30}]}|limits[0].concurrent: a whole number",
        "{'limits': [{'models': 'a', 'budgetPerDay': 1e999}]}|limits[0].budgetPerDay: a number",
        "{'limits': [{'models': 'a', 'requestPerMinute': 5}]}"
            + "|limits[0]: nobody knows the field requestPerMinute",
        "{'limits': [{'models': 'a'}]}|limits[0]: it limits nothing",
        "{'limits': [{'models': 5, 'concurrent': 1}]}|limits[0].models: a text is expected",
        "{'limits': {'models': 'a', 'concurrent': 1}}|limits: a list is expected, not an object",
        "{'limits': [5]}|limits[0]: an object is expected",
        "{'limits': [], 'limits': []}|Duplicate field 'limits'",
        "{'prices': [{'models': 'a', 'input': '1', 'output': 1}]}|prices[0].input: a number of 0",
        "{'pools': [{'name': 'p', 'policy': 'priority', 'targets': [], 'local': 'yes'}]}"
            + "|pools[0].local: true or false is expected",
        "{'pools': [{'name': 'p', 'policy': 'priority', 'local': 'yes',"
            + " 'targets': [{'upstream': 'u', 'model': 'm'}]}]}"
            + "|pools[0].local: true or false is expected, not a text",
        "{'pools': [{'name': 'p', 'policy': 'best', 'targets': []}]}|pools[0]: there is no policy",
        "{'pools': [{'name': 'p', 'policy': 'priority', 'targets': [{'upstream': 'u'}]}]}"
            + "|pools[0].targets[0]: a target names a provider and a model",
        "{'cache': {'similar': {'on': true}}}|cache.similar: an embedding model finds similar",
        "{'cache': {'similar': {'treshold': 0.9}}}|cache.similar: nobody knows the field treshold",
        "{'cache': {'similar': {'threshold': 0.5}}}|cache.similar: a threshold is from 0.8 to 1",
        "{'cache': {'on': 1}}|cache.on: true or false is expected, not another number",
        "{'cache': {'models': [1]}}|cache.models[0]: a text is expected",
        "{'log': {'days': -5}}|log: a log is kept for 1 to 3650 days",
        "{'log': 5}|log: an object is expected",
        "{'origins': 'https://a.example'}|origins: a list is expected",
        "{'version': 'new'}|version: a whole number is expected",
        "[]|not a JSON object",
        "{} {}|Trailing token"
      })
  void whatIsWrongIsNamedAndNothingLaxerTakesItsPlace(String content, String message)
      throws IOException {
    String written = content.replace('\'', '"');
    Files.writeString(file, written);
    EmbeddedGateway gateway = rig.open();

    State state = gateway.start();

    assertThat(state).isInstanceOf(State.Failed.class);
    requireNamed(((State.Failed) state).problem(), message);
    assertThatThrownBy(() -> gateway.services().settings().update(now -> now.withLimits(List.of())))
        .isInstanceOfSatisfying(ProblemException.class, e -> requireNamed(e.problem(), message));
    assertThat(file).hasContent(written);
  }

  @Test
  void startsOnceTheFileIsCorrected() throws IOException {
    Files.writeString(file, "{\"limits\": 1}");
    EmbeddedGateway gateway = rig.open();
    assertThat(gateway.start()).isInstanceOf(State.Failed.class);

    Files.writeString(file, ONE_A_MINUTE);

    assertThat(gateway.start()).isInstanceOf(State.Listening.class);
    assertThat(gateway.services().settings().get().limits()).hasSize(1);
  }

  @Test
  void anEditByHandCountsWhileItRunsAndABadOneIsToldAndChangesNothing() throws IOException {
    EmbeddedGateway gateway = running();

    Files.writeString(file, ONE_A_MINUTE);
    Wait.until("the limit counts", () -> chat(gateway) == 429, PATIENCE);

    Files.writeString(file, ONE_A_MINUTE.replace("1}", "\"none\"}"));
    Wait.until("the edit is refused", () -> !rig.notices.past().isEmpty(), PATIENCE);
    requireNamed(rig.notices.past().getFirst(), "limits[0].requestsPerMinute: a whole number");
    assertThat(rig.notices.past().getFirst().remedy()).contains("keeps the settings of before");
    assertThat(gateway.services().settings().get().limits()).hasSize(1);
    assertThat(chat(gateway)).isEqualTo(429);

    Files.delete(file);
    Wait.until("that it is gone is told", () -> rig.notices.past().size() == 2, PATIENCE);
    assertThat(rig.notices.past().getLast().evidence().getFirst()).startsWith("it is gone");
    assertThat(chat(gateway)).isEqualTo(429);

    Files.writeString(file, NO_LIMIT);
    Wait.until("the limit is gone", () -> chat(gateway) == 200, PATIENCE);
    assertThat(rig.notices.past()).hasSize(2);
  }

  @Test
  void aChangeAfterTheFileIsGoneKeepsAllThatIsInForce() throws IOException {
    EmbeddedGateway gateway = running();
    ModelLimit limit = new ModelLimit("llama*", new KeyBounds(1, 0, 0, 0, 0));
    gateway.services().settings().update(now -> now.withLimits(List.of(limit)));
    Files.delete(file);

    gateway.services().settings().update(now -> now.withOrigins(List.of("http://127.0.0.1:5173")));

    assertThat(gateway.services().settings().get().limits()).containsExactly(limit);
    assertThat(Files.readString(file)).contains("llama*", "5173");
  }

  @Test
  void whatAWindowOfAnotherProcessSetsCountsInTheOneThatRuns() {
    EmbeddedGateway owner = running();
    EmbeddedGateway window = rig.open();
    ModelLimit limit = new ModelLimit("llama*", new KeyBounds(1, 0, 0, 0, 0));

    GatewaySettings set =
        window.services().settings().update(now -> now.withLimits(List.of(limit)));

    Wait.until("the limit counts", () -> chat(owner) == 429, PATIENCE);
    assertThat(owner.services().settings().get()).isEqualTo(set);
    assertThat(rig.notices.past()).isEmpty();
  }

  private EmbeddedGateway running() {
    EmbeddedGateway gateway = rig.open();
    gateway.start();
    Wait.until("the model is found", () -> chat(gateway) == 200, PATIENCE);
    return gateway;
  }

  private static void requireNamed(Problem problem, String message) {
    assertThat(problem).isInstanceOf(BadInput.class);
    assertThat(problem.cause()).contains("gateway.json");
    assertThat(problem.evidence()).singleElement().asString().startsWith(message);
  }

  private int chat(EmbeddedGateway gateway) {
    return rig.chat(gateway, MODEL, gateway.token()).status();
  }
}
