// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.engine.job.Job;
import dev.wheelhouse.engine.job.JobControl;
import dev.wheelhouse.engine.job.JobSnapshot;
import dev.wheelhouse.engine.job.Jobs;
import dev.wheelhouse.engine.job.Progress;
import dev.wheelhouse.engine.problem.ChatProblem.ModelRefused;
import dev.wheelhouse.engine.problem.ChatProblem.NoModel;
import dev.wheelhouse.engine.problem.EngineProblem.NotFound;
import dev.wheelhouse.engine.problem.InputProblem.BadInput;
import dev.wheelhouse.engine.problem.InputProblem.Cancelled;
import dev.wheelhouse.engine.problem.Notices;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.settings.SettingsFile;
import dev.wheelhouse.engine.stack.ServiceState;
import dev.wheelhouse.testing.FreePorts;
import dev.wheelhouse.testing.Wait;
import dev.wheelhouse.testing.ollama.OllamaSettings;
import dev.wheelhouse.testing.ollama.OllamaTestServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.OkHttpClient;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OllamaModelsTest {
  @TempDir Path place;
  private OllamaTestServer ollama;
  private StacksOnDisk stacks;
  private SettingsFile settings;
  private OllamaServers servers;
  private OllamaModels models;

  @BeforeEach
  void start() {
    OllamaSettings slow = OllamaSettings.in(place.resolve("ollama"));
    ollama =
        OllamaTestServer.start(
            new OllamaSettings(
                slow.address(),
                slow.folder(),
                slow.keepAlive(),
                slow.contextLength(),
                Duration.ofMillis(400)));
    stacks = new StacksOnDisk(place.resolve("stack"), ollama.port(), "the-door-token");
    settings = SettingsFile.open(place.resolve("settings.json"), new Notices(), Clock.systemUTC());
    servers =
        new OllamaServers(
            stacks,
            stacks,
            settings,
            Map.of(),
            new OkHttpClient(),
            URI.create("http://127.0.0.1:" + FreePorts.one()));
    models = new OllamaModels(servers, new OkHttpClient());
  }

  @AfterEach
  void stop() {
    ollama.close();
  }

  @Test
  void findsTheStacksOllamaWithItsTokenOnlyWhileItRuns() {
    assertThat(servers.find()).isEmpty();

    stacks.become(ServiceState.RUNNING);

    assertThat(servers.find())
        .containsExactly(
            new OllamaServer(
                "local-ai", URI.create("http://127.0.0.1:" + ollama.port()), "the-door-token"));
    assertThat(servers.find().getFirst()).hasToString("local-ai at " + ollama.uri());
  }

  @Test
  void findsTheOllamaThatTheUserNamed() {
    settings.update(now -> now.withOllamaUrl(ollama.uri().toString()));

    assertThat(servers.find()).containsExactly(new OllamaServer("ollama", ollama.uri(), ""));
  }

  @Test
  void saysWhereItLookedWhenThereIsNone() {
    NoModel problem = (NoModel) problemOf(models::list);

    assertThat(problem.tried())
        .contains("stack local-ai: ollama is stopped")
        .anyMatch(line -> line.endsWith(": nobody answers"));
  }

  @Test
  void pullsListsShowsAndDeletesWithTheTokenOfTheFrontDoor() {
    stacks.become(ServiceState.RUNNING);

    models.pull("llama3.2:1b", JobControl.none());

    assertThat(models.list())
        .singleElement()
        .satisfies(model -> {
          assertThat(model.name()).isEqualTo("llama3.2:1b");
          assertThat(model.sizeBytes()).isPositive();
          assertThat(model.digest()).isNotEmpty();
        });
    assertThat(models.show("llama3.2:1b")).startsWith("{").contains("details");
    models.delete("llama3.2:1b");
    assertThat(models.list()).isEmpty();
    assertThat(ollama.calls())
        .filteredOn(call -> !call.path().equals("/api/version"))
        .isNotEmpty()
        .allSatisfy(call ->
            assertThat(call.headers().first("Authorization")).hasValue("Bearer the-door-token"));
  }

  @Test
  void reportsAPullInBytes() {
    stacks.become(ServiceState.RUNNING);
    Jobs jobs = new Jobs(Thread::startVirtualThread, Clock.systemUTC());
    List<Progress> seen = new CopyOnWriteArrayList<>();
    jobs.events().subscribe(snapshot -> seen.add(snapshot.progress()));

    jobs.start(
            "Pull",
            control -> {
              models.pull("llama3.2:1b", control);
              return 0;
            })
        .await();

    assertThat(seen)
        .filteredOn(progress -> progress.unit() == Progress.Unit.BYTES)
        .hasSizeGreaterThan(1)
        .allSatisfy(progress -> assertThat(progress.done()).isLessThanOrEqualTo(progress.total()));
  }

  @Test
  void stopsAPullWhenTheUserCancels() {
    stacks.become(ServiceState.RUNNING);
    Jobs jobs = new Jobs(Thread::startVirtualThread, Clock.systemUTC());
    Job<Integer> job =
        jobs.start(
            "Pull",
            control -> {
              models.pull("llama3.2:1b", control);
              return 0;
            });
    Wait.until(() -> !ollama.calls("/api/pull").isEmpty(), Duration.ofSeconds(30));

    job.cancel();

    assertThat(problemOf(job::await)).isInstanceOf(Cancelled.class);
    assertThat(job.snapshot().state()).isEqualTo(JobSnapshot.State.CANCELLED);
    assertThat(models.list()).isEmpty();
  }

  @Test
  void tellsWhatTheServerSaysOfAModelThatItDoesNotHave() {
    stacks.become(ServiceState.RUNNING);

    assertThat(problemOf(() -> models.show("nonsense"))).isInstanceOf(NotFound.class);
    assertThat(problemOf(() -> models.delete("nonsense"))).isInstanceOf(NotFound.class);
    assertThat(problemOf(() -> models.pull(" ", JobControl.none()))).isInstanceOf(BadInput.class);
  }

  @Test
  void saysThatTheServerWentAwayInTheMiddleOfAPull() throws InterruptedException {
    stacks.become(ServiceState.RUNNING);
    Thread cut =
        Thread.ofVirtual()
            .start(() -> {
              Wait.until(() -> !ollama.calls("/api/pull").isEmpty(), Duration.ofSeconds(30));
              ollama.dropConnections();
            });

    Problem problem = problemOf(() -> models.pull("llama3.2:1b", JobControl.none()));

    cut.join();
    assertThat(problem).isInstanceOf(ModelRefused.class);
  }

  private static Problem problemOf(ThrowingCallable work) {
    List<Problem> seen = new CopyOnWriteArrayList<>();
    assertThatThrownBy(work)
        .isInstanceOfSatisfying(ProblemException.class, e -> seen.add(e.problem()));
    return seen.getFirst();
  }
}
