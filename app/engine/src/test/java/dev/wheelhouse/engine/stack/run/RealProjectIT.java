// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.engine.docker.ContainerSummary;
import dev.wheelhouse.engine.docker.ExecSpec;
import dev.wheelhouse.engine.docker.PortBinding;
import dev.wheelhouse.engine.job.JobControl;
import dev.wheelhouse.engine.stack.Stack;
import dev.wheelhouse.engine.stack.StackState;
import dev.wheelhouse.engine.stack.StartOptions;
import dev.wheelhouse.engine.stack.plan.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What projects of other people use, on the real engine: each container is asked what it got. */
@Timeout(300)
class RealProjectIT {
  private static final String COMPOSE =
      """
      x-base: &base
        image: redis:8.2.10-bookworm
        entrypoint: [sleep, "600"]
        stop_grace_period: 1s
      services:
        web:
          <<: *base
          container_name: ${COMPOSE_PROJECT_NAME}-named
          user: "1000:1000"
          init: true
          read_only: true
          stop_signal: SIGINT
          cap_add: [NET_BIND_SERVICE]
          ulimits: {nofile: {soft: 512, hard: 777}}
          sysctls: {net.core.somaxconn: 77}
          devices: ["/dev/null:/dev/mine:rwm"]
          extra_hosts: ["far=10.9.8.7", "far=10.9.8.6"]
          configs: [{source: hello, target: /etc/hello}]
          secrets: [token]
          networks: {fixed: {ipv4_address: "10.231.${N}.9", aliases: [www]}}
          depends_on:
            setup: {condition: service_completed_successfully}
            absent: {condition: service_started, required: false}
        worker:
          <<: *base
          deploy: {replicas: 3}
          healthcheck: {test: [CMD, "true"], interval: 500ms}
          ports: ["127.0.0.1::80"]
          networks: [fixed]
        setup: {<<: *base, entrypoint: ["true"], networks: [fixed]}
        off: {<<: *base, profiles: [debug]}
        absent: {<<: *base, profiles: [never]}
      networks:
        fixed: {ipam: {config: [{subnet: "10.231.${N}.0/24", gateway: "10.231.${N}.1"}]}}
      configs: {hello: {content: "hello ${COMPOSE_PROJECT_NAME}"}}
      secrets: {token: {environment: TOKEN}}
      """;

  @TempDir Path root;

  @Test
  void runsWhatRealProjectsUse() throws IOException {
    try (StackRig rig = new StackRig(root).compose(COMPOSE)) {
      Files.writeString(
          rig.folder().resolve(".env"),
          "N=" + new Random().nextInt(1, 250) + "\nTOKEN=heron\nCOMPOSE_PROFILES=debug\n");

      Stack stack = start(rig);

      assertThat(stack.state()).isEqualTo(StackState.RUNNING);
      assertThat(names(rig))
          .containsExactlyInAnyOrder(
              rig.id + "-named",
              rig.id + "-worker-1",
              rig.id + "-worker-2",
              rig.id + "-worker-3",
              rig.id + "-setup-1",
              rig.id + "-off-1");
      assertThat(stack.service("worker").orElseThrow().detail()).startsWith("3 of 3 run");
      assertThat(stack.service("worker").orElseThrow().ports())
          .extracting(PortBinding::hostPort)
          .filteredOn(port -> port > 0)
          .hasSize(3)
          .doesNotHaveDuplicates();
      String named = rig.id + "-named";
      assertThat(sh(rig, named, "cat /etc/hello /run/secrets/token"))
          .isEqualTo("hello " + rig.id + "heron");
      // the hard limit, as some versions of runc raise the soft one to it in an exec
      assertThat(sh(rig, named, "id -u; ulimit -Hn; cat /proc/sys/net/core/somaxconn"))
          .isEqualTo("1000\n777\n77");
      assertThat(sh(rig, named, "cat /etc/hosts")).contains("10.9.8.7", "10.9.8.6");
      assertThat(sh(rig, named, "touch /x 2>&1 || true; test -c /dev/mine && echo device"))
          .contains("Read-only file system", "device");
      assertThat(sh(rig, rig.id + "-worker-2", "getent hosts www")).contains(".9 ");
    }
  }

  @Test
  void aSecondStartKeepsAllAndAScaledOneChangesOnlyTheNumber() throws IOException {
    try (StackRig rig = new StackRig(root).compose(COMPOSE)) {
      Path environment = rig.folder().resolve(".env");
      Files.writeString(environment, "N=" + new Random().nextInt(1, 250) + "\nTOKEN=heron\n");
      start(rig);
      List<String> before = ids(rig);

      start(rig);
      assertThat(ids(rig)).isEqualTo(before);

      rig.compose(COMPOSE.replace("replicas: 3", "replicas: 2"));
      start(rig);
      assertThat(before).containsAll(ids(rig));
      assertThat(ids(rig)).hasSize(before.size() - 1);

      Files.writeString(environment, Files.readString(environment).replace("heron", "crane"));
      start(rig);
      assertThat(sh(rig, rig.id + "-named", "cat /run/secrets/token")).isEqualTo("crane");

      rig.stacks.stop(rig.id, Set.of(), JobControl.none());
      assertThat(ids(rig)).isEmpty();
    }
  }

  @Test
  void buildsImagesOfItsOwn() throws IOException {
    String compose =
        """
        services:
          app:
            image: ${COMPOSE_PROJECT_NAME}-built:1
            build:
              context: ./app
              args: {WORD: heron}
              labels: {made.by: test}
            stop_grace_period: 1s
        """;
    try (StackRig rig = new StackRig(root).compose(compose)) {
      Path context = Files.createDirectories(rig.folder().resolve("app"));
      Files.writeString(
          context.resolve("Dockerfile"),
          """
          FROM redis:8.2.10-bookworm
          ARG WORD
          COPY . /context
          RUN echo "$WORD" > /word
          ENTRYPOINT ["sleep", "600"]
          """);
      Files.writeString(context.resolve(".dockerignore"), "secret*\n");
      Files.writeString(context.resolve("secret.txt"), "not for the image");
      Files.writeString(context.resolve("page.html"), "hello");
      try {
        assertThat(start(rig).state()).isEqualTo(StackState.RUNNING);
        String name = rig.id + "-app-1";
        assertThat(sh(rig, name, "cat /word /context/page.html; ls -A /context | sort"))
            .isEqualTo("heron\nhello.dockerignore\nDockerfile\npage.html");
        assertThat(rig.docker().image(rig.id + "-built:1").orElseThrow().labels())
            .containsEntry("made.by", "test");
        assertThat(rig.timeline()).anyMatch(line -> line.contains("is built"));
      } finally {
        rig.stacks.stop(rig.id, Set.of(), JobControl.none());
        remove(rig.id + "-built:1");
      }
    }
  }

  /** The port has no way to remove images; people do that themselves. */
  private static void remove(String image) throws IOException {
    try {
      new ProcessBuilder("docker", "image", "rm", "-f", image)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Stack start(StackRig rig) {
    return rig.stacks.start(
        rig.id, new StartOptions(Set.of(), Duration.ofSeconds(90)), JobControl.none());
  }

  private static List<ContainerSummary> rows(StackRig rig) {
    return rig.docker().containers(Labels.ofProject(rig.id.value()));
  }

  private static List<String> names(StackRig rig) {
    return rows(rig).stream().map(ContainerSummary::name).toList();
  }

  private static List<String> ids(StackRig rig) {
    return rows(rig).stream().map(ContainerSummary::id).sorted().toList();
  }

  private static String sh(StackRig rig, String container, String script) {
    return rig.docker().exec(container, ExecSpec.of("sh", "-c", script)).output().strip();
  }
}
