// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.engine.docker.DockerConnection;
import dev.wheelhouse.engine.docker.connect.EndpointFinder;
import dev.wheelhouse.engine.docker.connect.LiveDockerConnection;
import dev.wheelhouse.engine.stack.ServiceState;
import dev.wheelhouse.engine.stack.StackId;
import dev.wheelhouse.engine.stack.StackState;
import dev.wheelhouse.engine.stack.files.StackFolders;
import dev.wheelhouse.templates.Templates;
import dev.wheelhouse.testing.Wait;
import dev.wheelhouse.testing.docker.FakeContainer;
import dev.wheelhouse.testing.docker.FakeEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Reliability test L3: however events come, what is shown is what the engine has. */
@Timeout(60)
class EventFaultsTest {
  private static final StackId ID = new StackId("demo");
  private static final Duration FIFTEEN_SECONDS = Duration.ofSeconds(15);
  private static final FakeContainer WEB =
      FakeContainer.ofService("demo", "web").withHealth("healthy");
  private static final FakeContainer DB =
      FakeContainer.ofService("demo", "db").withHealth("healthy");

  @TempDir Path root;
  private final FakeEngine engine = FakeEngine.start();
  private DockerConnection connection;
  private LiveStacks stacks;

  @BeforeEach
  void showTwoHealthyServices() throws IOException {
    Path folder = Files.createDirectories(root.resolve("demo"));
    Files.writeString(
        folder.resolve("compose.yaml"), "services: {web: {image: 'x:1'}, db: {image: 'x:1'}}\n");
    engine.add(WEB).add(DB);
    Map<String, String> environment = Map.of("DOCKER_HOST", engine.host().toString());
    connection = new LiveDockerConnection(new EndpointFinder(environment, root, "linux"));
    stacks = new LiveStacks(new StackFolders(root, new Templates()), connection, Clock.systemUTC());
    Wait.until(() -> stacks.get(ID).state() == StackState.RUNNING, FIFTEEN_SECONDS);
    Wait.until(() -> engine.events().openStreams() == 1, FIFTEEN_SECONDS);
  }

  @AfterEach
  void close() {
    stacks.close();
    connection.close();
    engine.close();
  }

  @Test
  void aCleanEndOfTheStreamIsNoEndOfTheWatch() {
    engine.events().endCleanly();
    Wait.until(() -> engine.events().openedStreams() == 2, FIFTEEN_SECONDS);

    engine.change(WEB.withExit(0), "die");

    expect("web", ServiceState.STOPPED, FIFTEEN_SECONDS);
  }

  @Test
  void aStreamCutInsideAnEventIsOpenedAgain() {
    engine.events().cutInsideJson();
    engine.add(WEB.withExit(0));

    expect("web", ServiceState.STOPPED, FIFTEEN_SECONDS);
    Wait.until(() -> engine.events().openedStreams() == 2, FIFTEEN_SECONDS);
  }

  @Test
  void silenceIsNotBelieved() {
    engine.events().beSilent();

    engine.change(WEB.withExit(0), "die");
    engine.change(DB.withHealth("unhealthy"), "health_status: unhealthy");

    expect("web", ServiceState.STOPPED, FIFTEEN_SECONDS);
    expect("db", ServiceState.UNHEALTHY, FIFTEEN_SECONDS);
  }

  @Test
  void duplicatesAndReversedOrderChangeNothing() {
    engine.events().sendEach(50);
    engine.change(WEB.withExit(0), "die");
    expect("web", ServiceState.STOPPED, FIFTEEN_SECONDS);

    engine.add(WEB);
    engine.events().sendReversed(List.of("die", "start", "health_status: healthy"), WEB);

    expect("web", ServiceState.RUNNING, FIFTEEN_SECONDS);
    assertThat(stacks.get(ID).state()).isEqualTo(StackState.RUNNING);
  }

  @Test
  void aBurstOfTenThousandEventsLeavesTheTruth() {
    int before = engine.requests().size();
    engine.events().burst(10_000, "health_status: healthy", WEB);
    engine.add(WEB.withHealth("unhealthy"));
    engine.events().burst(1, "health_status: unhealthy", WEB);

    expect("web", ServiceState.UNHEALTHY, FIFTEEN_SECONDS);
    assertThat(engine.requests().size() - before)
        .as("looks are bundled, not one for each event")
        .isLessThan(1000);
  }

  @Test
  void garbageInTheStreamIsSurvived() {
    engine.events().sendRaw("}{ not json at all\n");
    engine.add(WEB.withExit(0));

    expect("web", ServiceState.STOPPED, FIFTEEN_SECONDS);
  }

  @Test
  void anEngineThatHangsMakesTheStateUnknownAndNotWrong() {
    engine.hang();
    Wait.until(
        "unknown while it hangs",
        () -> stacks.get(ID).state() == StackState.UNKNOWN,
        FIFTEEN_SECONDS);
    engine.add(WEB.withExit(0));
    engine.recover();

    expect("web", ServiceState.STOPPED, FIFTEEN_SECONDS);
    assertThat(stacks.get(ID).state()).isEqualTo(StackState.DEGRADED);
  }

  private void expect(String service, ServiceState state, Duration limit) {
    Wait.until(
        service + " is " + state,
        () -> stacks.get(ID).service(service).orElseThrow().state() == state,
        limit);
  }
}
