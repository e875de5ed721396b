// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.engine.docker.LayerProgress;
import dev.wheelhouse.engine.docker.PortBinding;
import dev.wheelhouse.engine.docker.SpecBuilder;
import dev.wheelhouse.engine.docker.adapter.http.Endpoint;
import dev.wheelhouse.engine.event.Subscription;
import dev.wheelhouse.engine.problem.EngineProblem;
import dev.wheelhouse.engine.problem.InputProblem;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.testing.FreePorts;
import dev.wheelhouse.testing.TestEngine;
import dev.wheelhouse.testing.Wait;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pulls from a real registry, which runs as a container. */
@Timeout(180)
class PullIT {
  private static final String RUN = "stack-it-" + UUID.randomUUID().toString().substring(0, 8);
  private static final int PORT = FreePorts.one();
  private static final String IMAGE = "127.0.0.1:" + PORT + "/" + RUN + ":1";
  private static final int SIZE = 24 << 20;
  private static DockerJavaDocker docker;
  private static String registry;

  @BeforeAll
  static void fillARegistry() throws IOException, InterruptedException {
    docker = new DockerJavaDocker(Endpoint.of(TestEngine.require().toString(), "test"));
    registry =
        docker.create(
            new SpecBuilder(RUN + "-registry", "registry:2")
                .asImageSays()
                .port(new PortBinding("127.0.0.1", PORT, 5000, "tcp"))
                .build());
    docker.start(registry);
    importRandomImage();
    Wait.until("the registry listens", PullIT::listens, Duration.ofSeconds(20));
    command("docker", "push", "-q", IMAGE);
    command("docker", "rmi", IMAGE);
  }

  @AfterAll
  static void remove() throws IOException, InterruptedException {
    docker.remove(registry, true);
    if (docker.image(IMAGE).isPresent()) {
      command("docker", "rmi", IMAGE);
    }
    docker.close();
  }

  @Test
  void tellsTheProgressOfEachLayerAndBringsTheImage() {
    List<LayerProgress> lines = new ArrayList<>();

    docker.pull(IMAGE, lines::add, cancel -> {});

    assertThat(docker.image(IMAGE)).isPresent();
    assertThat(lines)
        .anyMatch(line -> line.status().equals("Downloading") && line.total() > SIZE / 2);
    assertThat(lines).anyMatch(line -> line.status().equals("Pull complete"));
  }

  @Test
  void endsAtOnceWhenItIsCancelled() throws IOException, InterruptedException {
    if (docker.image(IMAGE).isPresent()) {
      command("docker", "rmi", IMAGE);
    }
    AtomicReference<Subscription> cancel = new AtomicReference<>(() -> {});

    assertThatThrownBy(() -> docker.pull(IMAGE, line -> cancel.get().close(), cancel::set))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem()).isInstanceOf(InputProblem.Cancelled.class));
  }

  @Test
  void saysThatATagIsUnknown() {
    assertThatThrownBy(() -> docker.pull(IMAGE + "-none", line -> {}, cancel -> {}))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problem())
                    .isInstanceOfSatisfying(
                        EngineProblem.EngineRefused.class,
                        refused -> assertThat(refused.message()).contains("manifest unknown")));
  }

  private static boolean listens() {
    try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), PORT)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static void importRandomImage() throws IOException, InterruptedException {
    Process process =
        builder("docker", "import", "--change", "LABEL dev.wheelhouse.test=" + RUN, "-", IMAGE)
            .start();
    byte[] noise = new byte[SIZE];
    new Random(1).nextBytes(noise);
    try (OutputStream input = process.getOutputStream();
        TarArchiveOutputStream tar = new TarArchiveOutputStream(input)) {
      TarArchiveEntry entry = new TarArchiveEntry("noise");
      entry.setSize(SIZE);
      tar.putArchiveEntry(entry);
      tar.write(noise);
      tar.closeArchiveEntry();
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  private static void command(String... words) throws IOException, InterruptedException {
    Process process = builder(words).start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(String.join(" ", words)).isZero();
  }

  private static ProcessBuilder builder(String... words) {
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("DOCKER_HOST", TestEngine.require().toString());
    return builder;
  }
}
