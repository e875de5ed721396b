// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.engine.chat.Conversations;
import dev.wheelhouse.engine.chat.Message;
import dev.wheelhouse.engine.chat.ModelChoice;
import dev.wheelhouse.engine.gateway.LocalGateway.State;
import dev.wheelhouse.engine.job.JobControl;
import dev.wheelhouse.engine.model.OllamaServers;
import dev.wheelhouse.engine.model.StacksOnDisk;
import dev.wheelhouse.engine.platform.PrivateFiles;
import dev.wheelhouse.engine.platform.ProcessMark;
import dev.wheelhouse.engine.platform.WheelhouseHome;
import dev.wheelhouse.engine.problem.ChatProblem.GatewayMoved;
import dev.wheelhouse.engine.problem.InputProblem.BadInput;
import dev.wheelhouse.engine.problem.Notices;
import dev.wheelhouse.engine.secret.FileSecrets;
import dev.wheelhouse.engine.settings.Settings;
import dev.wheelhouse.engine.settings.SettingsFile;
import dev.wheelhouse.engine.stack.ServiceState;
import dev.wheelhouse.engine.store.Database;
import dev.wheelhouse.testing.FreePorts;
import dev.wheelhouse.testing.Wait;
import dev.wheelhouse.testing.ollama.OllamaTestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedGatewayTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir Path place;
  private final OkHttpClient http = new OkHttpClient();
  private final Notices notices = new Notices();
  private final Map<String, String> environment = new HashMap<>();
  private final List<EmbeddedGateway> opened = new ArrayList<>();
  private OllamaTestServer ollama;
  private StacksOnDisk stacks;
  private SettingsFile settings;
  private FileSecrets secrets;
  private int port;

  @BeforeEach
  void start() {
    ollama = OllamaTestServer.start(0).withModel("llama3.2:1b");
    stacks = new StacksOnDisk(place.resolve("stack"), ollama.port(), "the-door-token");
    settings = SettingsFile.open(place.resolve("settings.json"), notices, Clock.systemUTC());
    secrets = new FileSecrets(place.resolve("user-secrets"));
    port = FreePorts.one();
    settings.update(now -> now.withGatewayPort(port).withOllamaUrl("http://127.0.0.1:1"));
  }

  @AfterEach
  void stop() {
    opened.forEach(EmbeddedGateway::close);
    ollama.close();
  }

  @Test
  void listensOnThePortOfTheSettingsAndKeepsItsToken() throws IOException {
    EmbeddedGateway gateway = open();
    assertThat(gateway.state()).isEqualTo(new State.Off());

    State state = gateway.start();

    assertThat(state).isEqualTo(new State.Listening(URI.create("http://127.0.0.1:" + port), false));
    assertThat(status("/v1/models", gateway.token())).isEqualTo(200);
    assertThat(status("/v1/models", "wrong")).isEqualTo(401);
    assertThat(open().token()).isEqualTo(gateway.token());
  }

  @Test
  void answersAChatWithTheOllamaOfTheStack() {
    stacks.become(ServiceState.RUNNING);
    EmbeddedGateway gateway = open();
    try (Database database = Database.open(place.resolve("w.db"), notices, Clock.systemUTC())) {
      Conversations chats = Conversations.open(database, gateway, http, Clock.systemUTC());
      assertThat(chats.models()).containsExactly(new ModelChoice("llama3.2:1b", "local-ai"));

      Message answer =
          chats.send(chats.create("").id(), "llama3.2:1b", "Say hello", JobControl.none());

      assertThat(answer.status()).isEqualTo(Message.Status.COMPLETE);
      assertThat(answer.text()).isNotBlank();
      assertThat(answer.figures().route()).isEqualTo("local-ai");
      assertThat(answer.figures().answerTokens()).isPositive();
      assertThat(ollama.calls("/api/chat").getFirst().headers().first("Authorization"))
          .hasValue("Bearer the-door-token");
    }
  }

  @Test
  void followsTheStackWhileItRuns() {
    EmbeddedGateway gateway = open();
    gateway.start();
    assertThat(models(gateway)).doesNotContain("llama3.2:1b");

    stacks.become(ServiceState.RUNNING);
    Wait.until(() -> models(gateway).contains("llama3.2:1b"), SOON);

    stacks.become(ServiceState.STOPPED);
    Wait.until(() -> !models(gateway).contains("llama3.2:1b"), SOON);
  }

  @Test
  void followsTheSettingsWhileItRuns() {
    EmbeddedGateway gateway = open();
    gateway.start();

    settings.update(now -> now.withOllamaUrl(ollama.uri().toString()));

    Wait.until(() -> models(gateway).contains("\"upstream\":\"ollama\""), SOON);
  }

  @Test
  void joinsTheGatewayThatAnotherProcessOfThisHomeRuns() {
    PrivateFiles.write(
        place.resolve("data/gateway.json"),
        ("{\"process\":\"" + parent().text() + "\",\"port\":4711}")
            .getBytes(StandardCharsets.UTF_8));
    EmbeddedGateway gateway = open();
    State joined = new State.Listening(URI.create("http://127.0.0.1:4711"), true);

    assertThat(gateway.state()).isEqualTo(joined);
    assertThat(gateway.start()).isEqualTo(joined);
    gateway.close();
    assertThat(place.resolve("data/gateway.json")).exists();
  }

  @Test
  void startsItsOwnWhenTheOtherProcessHasEnded() {
    PrivateFiles.write(
        place.resolve("data/gateway.json"),
        "{\"process\":\"1 12345\",\"port\":4711}".getBytes(StandardCharsets.UTF_8));

    assertThat(open().start())
        .isEqualTo(new State.Listening(URI.create("http://127.0.0.1:" + port), false));
  }

  @Test
  void movesToAFreePortAndTellsWhoHasItsOwn() throws IOException {
    EmbeddedGateway gateway = open();
    try (ServerSocket stranger = new ServerSocket(port, 5, InetAddress.ofLiteral("127.0.0.1"))) {
      assertThat(stranger.isBound()).isTrue();

      State.Listening state = (State.Listening) gateway.start();

      assertThat(state.address().getPort()).isNotEqualTo(port).isPositive();
      assertThat(notices.past())
          .singleElement()
          .isInstanceOfSatisfying(
              GatewayMoved.class,
              moved -> {
                assertThat(moved.wanted()).isEqualTo(port);
                assertThat(moved.actual()).isEqualTo(state.address().getPort());
                assertThat(moved.owner()).contains(Long.toString(ProcessHandle.current().pid()));
              });
    }
  }

  @Test
  void passesOnToProvidersWithTheKeyOfTheUser() {
    // Ollama speaks OpenAI's dialect too, and lists its models there
    settings.update(now ->
        now.withProviders(List.of(new Settings.Provider("My Provider!", ollama.uri() + "/v1"))));
    secrets.write("My Provider!", "user-key");
    EmbeddedGateway gateway = open();
    gateway.start();

    Wait.until(() -> !ollama.calls("/v1/models").isEmpty(), SOON);

    assertThat(ollama.calls("/v1/models").getFirst().headers().first("Authorization"))
        .hasValue("Bearer user-key");
  }

  @Test
  void goesOnWithoutAProviderThatIsSetUpWrongly() {
    settings.update(
        now -> now.withProviders(List.of(new Settings.Provider("bad", "http://example.com:bad/"))));
    stacks.become(ServiceState.RUNNING);
    EmbeddedGateway gateway = open();
    gateway.start();

    Wait.until(() -> models(gateway).contains("llama3.2:1b"), SOON);
    assertThat(notices.past()).singleElement().isInstanceOf(BadInput.class);
  }

  @Test
  void leavesNoMarkBehindAndGivesThePortBack() throws IOException {
    EmbeddedGateway gateway = open();
    gateway.start();
    assertThat(place.resolve("data/gateway.json")).exists();

    gateway.close();

    assertThat(place.resolve("data/gateway.json")).doesNotExist();
    try (ServerSocket free = new ServerSocket(port, 5, InetAddress.ofLiteral("127.0.0.1"))) {
      assertThat(free.isBound()).isTrue();
    }
  }

  @Test
  void doesNotListenWhereItCannotSaySoAndStartsOnceItCan() throws IOException {
    Path marker = place.resolve("data/gateway.json");
    Files.createDirectories(marker.resolve("in-the-way"));
    EmbeddedGateway gateway = open();

    assertThat(gateway.start()).isInstanceOf(State.Failed.class);
    new ServerSocket(port, 5, InetAddress.ofLiteral("127.0.0.1")).close();

    Files.delete(marker.resolve("in-the-way"));
    Files.delete(marker);
    assertThat(gateway.start()).isInstanceOf(State.Listening.class);
  }

  private EmbeddedGateway open() {
    OllamaServers servers = new OllamaServers(stacks, stacks, settings, environment, http);
    WheelhouseHome home =
        new WheelhouseHome(place.resolve("data"), place.resolve("config"), place.resolve("logs"));
    EmbeddedGateway gateway =
        new EmbeddedGateway(
            new EmbeddedGateway.Dependencies(
                home, environment, settings, () -> secrets, servers, stacks, notices));
    opened.add(gateway);
    return gateway;
  }

  /** A process that lives as long as this test and is not this one. */
  private static ProcessMark parent() {
    ProcessHandle parent = ProcessHandle.current().parent().orElseThrow();
    return new ProcessMark(
        parent.pid() + " " + parent.info().startInstant().orElseThrow().toEpochMilli());
  }

  private int status(String path, String token) throws IOException {
    Request request =
        new Request.Builder()
            .url("http://127.0.0.1:" + port + path)
            .header("Authorization", "Bearer " + token)
            .build();
    try (Response response = http.newCall(request).execute()) {
      return response.code();
    }
  }

  private String models(EmbeddedGateway gateway) {
    Request request =
        new Request.Builder()
            .url("http://127.0.0.1:" + port + "/v1/models")
            .header("Authorization", "Bearer " + gateway.token())
            .build();
    try (Response response = http.newCall(request).execute()) {
      return response.body().string();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
