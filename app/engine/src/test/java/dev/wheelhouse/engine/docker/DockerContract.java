// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.engine.docker.ContainerSpec.MountSpec;
import dev.wheelhouse.engine.docker.ContainerSpec.NetworkAttachment;
import dev.wheelhouse.engine.event.Subscription;
import dev.wheelhouse.engine.problem.EngineProblem;
import dev.wheelhouse.engine.problem.InputProblem;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every Docker port must do; runs on the fake and on a real engine. */
@Timeout(60)
public abstract class DockerContract {
  protected static final String LABEL = "dev.wheelhouse.test";
  private static final Duration GRACE = Duration.ofSeconds(1);

  /** The port under test. */
  protected abstract Docker docker();

  /** An image with {@code sh}, {@code cat} and {@code sleep}. */
  protected abstract String image();

  /** A value of the label that no other test uses. */
  protected abstract String run();

  @AfterEach
  void removeWhatWasMade() {
    Map<String, String> mine = Map.of(LABEL, run());
    docker().containers(mine).forEach(container -> docker().remove(container.id(), true));
    docker().networks(mine).forEach(network -> docker().removeNetwork(network.name()));
    docker().volumes(mine).forEach(volume -> docker().removeVolume(volume.name()));
  }

  @Test
  void tellsWhatItIs() {
    EngineInfo info = docker().info();

    assertThat(info.version()).isNotBlank();
    assertThat(info.apiVersion()).matches("\\d+\\.\\d+");
    assertThat(info.memoryBytes()).isPositive();
    assertThat(info.cpus()).isPositive();
    assertThat(info.product()).isNotBlank();
  }

  @Test
  void createsStartsStopsAndRemoves() {
    String id = docker().create(sleeping("life").build());
    assertThat(docker().inspect(id).state()).isEqualTo("created");

    docker().start(id);
    docker().start(id);
    ContainerDetail running = docker().inspect(id);
    assertThat(running.running()).isTrue();
    assertThat(running.name()).isEqualTo(name("life"));
    assertThat(running.startedAt()).isNotNull();

    docker().stop(id, GRACE);
    docker().stop(id, GRACE);
    assertThat(docker().inspect(id).state()).isEqualTo("exited");

    docker().remove(id, false);
    docker().remove(id, false);
    assertThat(problemOf(() -> docker().inspect(id))).isInstanceOf(EngineProblem.NotFound.class);
  }

  @Test
  void listsByLabelWhetherRunningOrNot() {
    docker().create(sleeping("a").label("part", "one").build());
    String running = docker().create(sleeping("b").label("part", "two").build());
    docker().start(running);

    assertThat(docker().containers(Map.of(LABEL, run()))).hasSize(2);
    assertThat(docker().containers(Map.of(LABEL, run(), "part", "")))
        .extracting(ContainerSummary::name)
        .containsExactlyInAnyOrder(name("a"), name("b"));
    assertThat(docker().containers(Map.of(LABEL, run(), "part", "two")))
        .singleElement()
        .satisfies(row -> assertThat(row.running()).isTrue())
        .satisfies(row -> assertThat(row.id()).isEqualTo(running))
        .satisfies(row -> assertThat(row.labels()).containsEntry("part", "two"));
    assertThat(docker().containers(Map.of(LABEL, "somebody-else"))).isEmpty();
  }

  @Test
  void refusesANameThatIsTaken() {
    docker().create(sleeping("same").build());

    assertThat(problemOf(() -> docker().create(sleeping("same").build())))
        .isInstanceOfSatisfying(
            EngineProblem.EngineRefused.class,
            refused -> {
              assertThat(refused.status()).isEqualTo(409);
              assertThat(refused.message()).contains("is already in use");
            });
  }

  @Test
  void namesAnImageThatIsNotThere() {
    ContainerSpec spec = sleeping("noimage").image("wheelhouse-no-such-image:1").build();

    assertThat(problemOf(() -> docker().create(spec)))
        .isEqualTo(new EngineProblem.NotFound("image", "wheelhouse-no-such-image:1"));
    assertThat(docker().image("wheelhouse-no-such-image:1")).isEmpty();
    assertThat(docker().image(image()))
        .hasValueSatisfying(found -> assertThat(found.tags()).contains(image()));
  }

  @Test
  void saysWhichContainerIsMissing() {
    EngineProblem.NotFound missing = new EngineProblem.NotFound("container", "wheelhouse-nobody");

    assertThat(problemOf(() -> docker().inspect("wheelhouse-nobody"))).isEqualTo(missing);
    assertThat(problemOf(() -> docker().start("wheelhouse-nobody"))).isEqualTo(missing);
    assertThat(problemOf(() -> docker().stop("wheelhouse-nobody", GRACE))).isEqualTo(missing);
    assertThat(problemOf(() -> docker().exec("wheelhouse-nobody", ExecSpec.of("true"))))
        .isEqualTo(missing);
    LogRequest all = new LogRequest(false, -1, null);
    assertThat(problemOf(() -> docker().logs("wheelhouse-nobody", all, l -> {}, () -> {})))
        .isEqualTo(missing);
  }

  @Test
  void endsWithTheCommandsExitCode() throws InterruptedException {
    String id = docker().create(sleeping("exit").command("sh", "-c", "exit 3").build());
    docker().start(id);
    waitUntilEnded(id);

    ContainerDetail detail = docker().inspect(id);
    assertThat(detail.state()).isEqualTo("exited");
    assertThat(detail.exitCode()).isEqualTo(3);
    assertThat(detail.finishedAt()).isNotNull();
  }

  @Test
  void runsCommandsAndKeepsOutputsApart() {
    String id = started("exec");

    ExecResult result =
        docker().exec(id, ExecSpec.of("sh", "-c", "echo out; echo err >&2; exit 7"));

    assertThat(result).isEqualTo(new ExecResult(7, "out\n", "err\n"));
    assertThat(result.ok()).isFalse();
  }

  @Test
  void feedsACommandUntilTheInputEnds() {
    String id = started("stdin");
    byte[] data = new byte[300_000];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) (i * 31);
    }
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ByteArrayOutputStream error = new ByteArrayOutputStream();

    int exit = docker().exec(id, ExecSpec.of("cat"), new ByteArrayInputStream(data), output, error);

    assertThat(exit).isZero();
    assertThat(output.toByteArray()).isEqualTo(data);
    assertThat(error.size()).isZero();
  }

  @Test
  void endsACommandThatTakesTooLong() {
    String id = started("slow");
    ExecSpec slow = new ExecSpec(List.of("sleep", "30"), Map.of(), null, Duration.ofMillis(600));

    assertThat(problemOf(() -> docker().exec(id, slow)))
        .isInstanceOf(EngineProblem.EngineSilent.class);
  }

  @Test
  void refusesACommandInAStoppedContainer() {
    String id = docker().create(sleeping("stopped").build());

    assertThat(problemOf(() -> docker().exec(id, ExecSpec.of("true"))))
        .isInstanceOfSatisfying(
            EngineProblem.EngineRefused.class,
            refused -> assertThat(refused.status()).isEqualTo(409));
  }

  @Test
  void readsTheLogWithTimesAndStreams() throws InterruptedException {
    String command = "echo one; echo two >&2; echo three";
    String id = docker().create(sleeping("log").command("sh", "-c", command).build());
    Instant before = Instant.now().minusSeconds(60);
    docker().start(id);
    waitUntilEnded(id);
    BlockingQueue<RawLogLine> lines = new LinkedBlockingQueue<>();
    CountDownLatch end = new CountDownLatch(1);

    docker().logs(id, new LogRequest(false, -1, null), lines::add, end::countDown);

    assertThat(end.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(lines).extracting(RawLogLine::text).containsExactlyInAnyOrder("one", "two", "three");
    assertThat(lines)
        .allSatisfy(line -> assertThat(line.at()).isAfter(before))
        .allSatisfy(line -> assertThat(line.standardError()).isEqualTo(line.text().equals("two")));
  }

  @Test
  void followsALogUntilItIsClosed() throws InterruptedException {
    String command = "echo first; sleep 0.4; echo second; sleep 60";
    String id = docker().create(sleeping("follow").command("sh", "-c", command).build());
    docker().start(id);
    BlockingQueue<RawLogLine> lines = new LinkedBlockingQueue<>();
    CountDownLatch end = new CountDownLatch(1);

    Subscription following =
        docker().logs(id, new LogRequest(true, -1, null), lines::add, end::countDown);

    assertThat(poll(lines).text()).isEqualTo("first");
    assertThat(poll(lines).text()).isEqualTo("second");
    assertThat(end.getCount()).isOne();
    following.close();
    following.close();
    assertThat(end.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void tellsEventsFromThePastAndThePresent() throws InterruptedException {
    Instant since = Instant.now().minusSeconds(1);
    String id = docker().create(sleeping("events").label("part", "x").build());
    docker().start(id);
    BlockingQueue<DockerEvent> seen = new LinkedBlockingQueue<>();
    CountDownLatch end = new CountDownLatch(1);
    Subscription events =
        docker()
            .events(
                since,
                event -> {
                  if (event.containerId().equals(id)) {
                    seen.add(event);
                  }
                },
                end::countDown);

    assertThat(poll(seen).action()).isEqualTo("create");
    DockerEvent start = poll(seen);
    assertThat(start.action()).isEqualTo("start");
    assertThat(start.labels()).containsEntry("part", "x");
    docker().stop(id, GRACE);
    assertThat(actionsUntil(seen, "stop")).contains("die");
    events.close();
    assertThat(end.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void makesAndRemovesNetworksAndVolumes() {
    Map<String, String> labels = Map.of(LABEL, run());
    docker().createNetwork(new NetworkSpec(name("net"), true, labels));
    docker().createVolume(new VolumeSpec(name("vol"), labels, Map.of()));

    assertThat(docker().network(name("net")))
        .hasValueSatisfying(network -> assertThat(network.internal()).isTrue())
        .hasValueSatisfying(network -> assertThat(network.labels()).containsEntry(LABEL, run()));
    assertThat(docker().networks(labels)).extracting(NetworkInfo::name).contains(name("net"));
    assertThat(docker().volumes(labels)).extracting(VolumeInfo::name).contains(name("vol"));
    assertThat(docker().volume(name("vol"))).isPresent();

    docker().removeNetwork(name("net"));
    docker().removeNetwork(name("net"));
    docker().removeVolume(name("vol"));
    docker().removeVolume(name("vol"));
    assertThat(docker().network(name("net"))).isEmpty();
    assertThat(docker().volume(name("vol"))).isEmpty();
  }

  @Test
  void joinsEveryNetworkAndMountsVolumes() {
    Map<String, String> labels = Map.of(LABEL, run());
    docker().createNetwork(new NetworkSpec(name("n1"), true, labels));
    docker().createNetwork(new NetworkSpec(name("n2"), false, labels));
    docker().createVolume(new VolumeSpec(name("data"), labels, Map.of()));
    MountSpec mount = new MountSpec(MountSpec.Type.VOLUME, name("data"), "/data", false, Map.of());
    ContainerSpec spec =
        sleeping("joined")
            .network(new NetworkAttachment(name("n1"), List.of("web")))
            .network(new NetworkAttachment(name("n2"), List.of("web")))
            .mount(mount)
            .build();

    String id = docker().create(spec);
    docker().start(id);

    ContainerDetail detail = docker().inspect(id);
    assertThat(detail.networks()).containsExactlyInAnyOrder(name("n1"), name("n2"));
    assertThat(detail.mounts())
        .contains(new ContainerDetail.Mount(true, name("data"), "/data", false));
    assertThat(problemOf(() -> docker().removeVolume(name("data"))))
        .isInstanceOf(EngineProblem.EngineRefused.class);
  }

  @Test
  void aContainerThatNeverRanJoinsANetworkLate() {
    Map<String, String> labels = Map.of(LABEL, run());
    docker().createNetwork(new NetworkSpec(name("in"), true, labels));
    docker().createNetwork(new NetworkSpec(name("out"), false, labels));
    NetworkAttachment inside = new NetworkAttachment(name("in"), List.of());
    String id = docker().create(sleeping("late").network(inside).build());

    docker().connect(id, new NetworkAttachment(name("out"), List.of("web")));
    docker().start(id);

    assertThat(docker().inspect(id).networks()).containsExactlyInAnyOrder(name("in"), name("out"));
  }

  @Test
  void copiesFilesOutAndIn() throws IOException {
    String id = started("copy");
    docker().exec(id, ExecSpec.of("sh", "-c", "mkdir /place /other; echo hello > /place/a.txt"));
    byte[] tar;
    try (InputStream copy = docker().copyFrom(id, "/place")) {
      tar = copy.readAllBytes();
    }
    assertThat(new String(tar, StandardCharsets.ISO_8859_1)).contains("place/a.txt", "hello");

    docker().copyTo(id, "/other", new ByteArrayInputStream(tar));

    assertThat(docker().exec(id, ExecSpec.of("cat", "/other/place/a.txt")).output())
        .isEqualTo("hello\n");
    assertThat(problemOf(() -> docker().copyFrom(id, "/nothing")))
        .isInstanceOf(EngineProblem.NotFound.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u001f\u008b", "\u00fd7zXZ\0", "(\u00b5/\u00fd", "BZh9"})
  void refusesCompressedArchives(String magic) {
    String id = started("zip" + magic.length() + (int) magic.charAt(0));
    byte[] archive = (magic + "x".repeat(600)).getBytes(StandardCharsets.ISO_8859_1);

    assertThat(problemOf(() -> docker().copyTo(id, "/tmp", new ByteArrayInputStream(archive))))
        .isInstanceOf(InputProblem.BadInput.class);
  }

  @Test
  void measuresARunningContainer() {
    ContainerStats stats = docker().stats(started("stats"));

    assertThat(stats.cpus()).isPositive();
    assertThat(stats.memoryBytes()).isPositive();
    assertThat(stats.memoryLimitBytes()).isPositive();
  }

  @Test
  void tellsHealthAndKeepsLimits() throws InterruptedException {
    ContainerSpec.HealthCheck check =
        new ContainerSpec.HealthCheck(
            List.of("CMD", "true"),
            Duration.ofMillis(500),
            Duration.ofSeconds(2),
            Duration.ZERO,
            3);
    String id = docker().create(sleeping("health").health(check).memory(64 << 20).build());
    docker().start(id);

    ContainerDetail detail = docker().inspect(id);
    assertThat(detail.memoryLimitBytes()).isEqualTo(64 << 20);
    for (int i = 0; i < 100 && !healthy(detail); i++) {
      Thread.sleep(50);
      detail = docker().inspect(id);
    }
    assertThat(healthy(detail)).isTrue();
  }

  @Test
  void killsAndRenames() throws InterruptedException {
    String id = started("before");

    docker().rename(id, name("after"));
    assertThat(docker().inspect(name("after")).id()).isEqualTo(id);
    docker().kill(id, "KILL");
    waitUntilEnded(id);
    assertThat(docker().inspect(id).exitCode()).isEqualTo(137);
  }

  @Test
  void saysWhyAPullFailed() {
    assertThat(
            problemOf(
                () -> docker().pull("127.0.0.1:9/wheelhouse/none:1", line -> {}, cancel -> {})))
        .isInstanceOfSatisfying(
            EngineProblem.EngineRefused.class,
            refused -> assertThat(refused.evidence().toString()).contains("127.0.0.1:9"));
  }

  private static boolean healthy(ContainerDetail detail) {
    ContainerDetail.Health health = detail.health();
    return health != null && health.status() == ContainerDetail.Health.Status.HEALTHY;
  }

  private String started(String suffix) {
    String id = docker().create(sleeping(suffix).build());
    docker().start(id);
    return id;
  }

  protected final String name(String suffix) {
    return run() + "-" + suffix;
  }

  /** A container that sleeps until it is stopped. */
  protected final SpecBuilder sleeping(String suffix) {
    return new SpecBuilder(name(suffix), image()).command("sleep", "600").label(LABEL, run());
  }

  private void waitUntilEnded(String id) throws InterruptedException {
    for (int i = 0; i < 200 && !docker().inspect(id).state().equals("exited"); i++) {
      Thread.sleep(50);
    }
  }

  private static <T> T poll(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(10, TimeUnit.SECONDS);
    assertThat(next).as("nothing came within 10 s").isNotNull();
    return next;
  }

  private static List<String> actionsUntil(BlockingQueue<DockerEvent> seen, String last)
      throws InterruptedException {
    List<String> actions = new java.util.ArrayList<>();
    do {
      actions.add(poll(seen).action());
    } while (!actions.getLast().equals(last));
    return actions;
  }

  protected static Problem problemOf(ThrowingCallable call) {
    Problem[] problem = new Problem[1];
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(ProblemException.class, e -> problem[0] = e.problem());
    return problem[0];
  }
}
