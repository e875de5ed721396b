// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wheelhouse.engine.gateway.request.GatewayRequests;
import dev.wheelhouse.engine.gateway.request.ModelOutcome;
import dev.wheelhouse.engine.gateway.request.RequestEntry;
import dev.wheelhouse.engine.gateway.request.RequestSpan;
import dev.wheelhouse.engine.problem.InputProblem.BadInput;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.testing.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the user sets is what the gateway that runs does, now and after the next start. */
class GatewayLogTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir Path place;
  private GatewayRig rig;
  private EmbeddedGateway gateway;

  @BeforeEach
  void start() {
    rig = new GatewayRig(place);
    gateway = rig.open();
    gateway.start();
    Wait.until(() -> chat() == 200, SOON);
    // the last one is logged after its answer was read
    Wait.until(() -> requests().newest(1).stream().anyMatch(GatewayLogTest::ended), SOON);
    requests().clear();
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void tellsWhatARequestTookAndWhereItWent() {
    assertThat(chat()).isEqualTo(200);

    RequestEntry entry = only();
    assertThat(entry.asked().model()).isEqualTo("llama3.2:1b");
    assertThat(entry.asked().key()).isEqualTo("owner");
    assertThat(entry.route().upstream()).isEqualTo("ollama");
    assertThat(entry.result().outcome()).isEqualTo(RequestEntry.Outcome.COMPLETED);
    assertThat(entry.tokens().output()).isPositive();
    RequestEntry.Timing timing = entry.timing();
    assertThat(timing.queue().plus(timing.upstream()).plus(timing.gateway()))
        .isEqualTo(timing.total());
  }

  @Test
  void addsUpWhatHappenedInSpansAlsoTheEmptyOnes() {
    chat();
    only();

    List<RequestSpan> course =
        requests().course(Instant.now().minus(Duration.ofMinutes(10)), Duration.ofMinutes(1));

    assertThat(course).hasSizeBetween(11, 12);
    assertThat(course.stream().mapToLong(RequestSpan::requests).sum()).isEqualTo(1);
    assertThat(course.getFirst().requests()).isZero();
  }

  @Test
  void addsUpWhatModelsLedToAndWhatTheUserSaidOfTheirAnswers() {
    chat();
    RequestEntry entry = only();
    Instant anHourAgo = Instant.now().minus(Duration.ofHours(1));
    ModelOutcome before = requests().outcomes(anHourAgo).getFirst();
    assertThat(before.model()).isEqualTo("llama3.2:1b");
    assertThat(before.ends()).isEqualTo(new ModelOutcome.Ends(1, 1, 0));
    assertThat(before.score()).isNull();

    assertThat(requests().rate(entry.id(), 1)).isTrue();
    assertThat(requests().rate(entry.id(), -1)).isTrue();

    ModelOutcome after = requests().outcomes(anHourAgo).getFirst();
    assertThat(after.rated()).isEqualTo(1);
    assertThat(after.score()).isEqualTo(-1);
    assertThat(after.time().total()).isEqualTo(entry.timing().total());
    assertThat(requests().detail(entry.id()).orElseThrow().score()).isEqualTo(-1);
    assertThat(requests().rate("unknown", 1)).isFalse();
    assertThat(requests().outcomes(Instant.now().plusSeconds(60))).isEmpty();
  }

  @Test
  void keepsContentsOnlyOnceTheUserWantsThem() {
    chat();
    assertThat(requests().detail(only().id()).orElseThrow().question()).isEmpty();
    requests().clear();

    gateway.services().settings().update(now -> now.withLog(now.log().withContents(true)));
    chat();

    assertThat(requests().detail(only().id()).orElseThrow().question()).contains("Hello");
  }

  @Test
  void aLogThatIsOffKeepsNothingAlsoAfterAStart() {
    gateway.services().settings().update(now -> now.withLog(now.log().withOn(false)));

    chat();
    assertThat(requests().newest(10)).isEmpty();
    gateway.close();

    EmbeddedGateway next = rig.open();
    next.start();
    assertThat(next.services().settings().get().log().on()).isFalse();
    assertThat(rig.chat(next, "llama3.2:1b", next.token()).status()).isPositive();
    assertThat(next.services().requests().newest(10)).isEmpty();
  }

  @Test
  void exportsOneJsonObjectALine() throws IOException {
    chat();
    only();
    Path file = place.resolve("requests.jsonl");

    assertThat(requests().export(file)).isEqualTo(1);

    assertThat(Files.readAllLines(file)).hasSize(1);
    assertThat(new ObjectMapper().readTree(file.toFile()).path("model").asText())
        .isEqualTo("llama3.2:1b");
  }

  @Test
  void keepsFieldsOfANewerVersionAndRefusesWhatMakesNoSense() throws IOException {
    Path file = rig.home.config().resolve("gateway.json");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{\"version\": 9, \"later\": [1], \"log\": {\"more\": 2}}");

    gateway.services().settings().update(now -> now.withLog(now.log().withContents(true)));

    assertThat(new ObjectMapper().readTree(file.toFile()).path("later").isArray()).isTrue();
    assertThat(Files.readString(file)).contains("\"version\" : 9", "\"more\" : 2");
    assertThatThrownBy(() ->
            gateway
                .services()
                .settings()
                .update(now -> {
                  throw new IllegalArgumentException("a day has 24 hours");
                }))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem()).isInstanceOf(BadInput.class));
  }

  private static boolean ended(RequestEntry entry) {
    return entry.result().outcome() == RequestEntry.Outcome.COMPLETED;
  }

  private int chat() {
    return rig.chat(gateway, "llama3.2:1b", gateway.token()).status();
  }

  private GatewayRequests requests() {
    return gateway.services().requests();
  }

  /** The one entry, once the request's thread has handed it over. */
  private RequestEntry only() {
    Wait.until(() -> requests().newest(10).size() == 1, SOON);
    return requests().newest(10).getFirst();
  }
}
