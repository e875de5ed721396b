// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.engine.compose.ComposeDanger;
import dev.wheelhouse.engine.compose.load.ComposeSources;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.problem.StackProblem.ComposeInvalid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people are shown before they trust a file from elsewhere. */
class DangersTest {
  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          privileged: true                              | privileged
          pid: host                                     | pid: host
          ipc: host                                     | ipc: host
          uts: host                                     | uts: host
          userns_mode: host                             | userns_mode: host
          cgroup: host                                  | cgroup: host
          network_mode: host                            | network_mode: host
          network_mode: "container:other"               | network_mode: container:other
          cgroup_parent: /                              | cgroup_parent
          runtime: evil                                 | runtime
          build: .                                      | build
          build: https://example.com/x.git              | build from https://example.com/x.git
          build: {context: ., privileged: true}         | privileged
          build: {context: ., network: host}            | build.network: host
          devices: [/dev/sda]                           | device /dev/sda
          device_cgroup_rules: ["c 1:3 rwm"]            | device_cgroup_rules
          gpus: all                                     | gpus
          cap_add: [SYS_ADMIN]                          | cap_add SYS_ADMIN
          cap_add: [cap_net_admin]                      | cap_add NET_ADMIN
          security_opt: ["seccomp:unconfined"]          | security_opt seccomp:unconfined
          security_opt: ["no-new-privileges:false"]     | security_opt no-new-privileges:false
          volumes: ["/:/host:ro"]                       | mount of /
          volumes: ["/var/run/docker.sock:/s"]          | mount of /var/run/docker.sock
          volumes: ["/etc:/etc"]                        | mount of /etc
          volumes_from: ["container:other"]             | volumes_from container:other
          ports: ["80:80"]                              | port 80 on every address
          ports: ["192.168.1.5:80:81"]                  | port 81 on 192.168.1.5
          ports: [{target: 82, published: 82}]          | port 82 on every address
          post_start: [{command: x, privileged: true}]  | privileged
          external_links: [other]                       | external_links
          """)
  void namesWhatReachesBeyondItsContainers(String line, String what) throws IOException {
    List<ComposeDanger> dangers = dangers("services:\n  web:\n    image: x:1\n    " + line + "\n");

    assertThat(dangers).extracting(ComposeDanger::what).contains(what);
    assertThat(dangers).allMatch(danger -> danger.line() == 4 && !danger.why().isEmpty());
  }

  @Test
  void namesWhatBelongsToOthersOrLeadsOutOfItsFolder() throws IOException {
    List<ComposeDanger> dangers =
        dangers(
            """
            services:
              web: {image: "x:1", volumes: ["aa:/a", "bb:/b"], networks: [n], secrets: [s]}
            volumes:
              aa: {external: true, name: others-data}
              bb: {driver: local, driver_opts: {type: none, o: bind, device: /srv}}
            networks: {n: {external: true}}
            secrets: {s: {file: /etc/passwd}}
            """);

    assertThat(dangers)
        .extracting(ComposeDanger::key)
        .containsExactlyInAnyOrder(
            "secrets.s.file",
            "volumes.aa.external",
            "volumes.bb.driver_opts.device",
            "networks.n.external");
  }

  @Test
  void namesWhatIsSharedByItsNameOrReachesTheNetwork() throws IOException {
    List<ComposeDanger> dangers =
        dangers(
            """
            name: mine
            services: {web: {image: "x:1", volumes: ["aa:/a", "bb:/b"], networks: [n, o, p]}}
            volumes:
              aa: {name: local-ai_postgres-data}
              bb: {name: mine_bb}
            networks:
              n: {name: local-ai_back}
              o: {driver_opts: {com.docker.network.bridge.name: br0}}
              p: {ipam: {config: [{subnet: 1.1.1.0/24}, {subnet: 172.28.0.0/16}]}}
            """);

    assertThat(dangers)
        .extracting(ComposeDanger::what)
        .containsExactlyInAnyOrder(
            "name local-ai_postgres-data",
            "name local-ai_back",
            "options of a network",
            "addresses 1.1.1.0/24");
  }

  @ParameterizedTest
  @CsvSource({"host,false", "host,true", "none,false", "bridge,true", "container:x,true"})
  void noNetworkIsOneOfTheEnginesOwn(String name, boolean external) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("compose.yaml"),
            """
            services: {web: {image: "x:1"}}
            networks: {default: {name: "%s", external: %s}}
            """
                .formatted(name, external));

    assertThatThrownBy(() -> ComposeLoader.load(file, Map.of(), Trust.OWN))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(((ComposeInvalid) e.problem()).detail()).contains("no network"));
  }

  @Test
  void aLinkToTheEnginesSocketIsTheEnginesSocket() throws IOException {
    Files.writeString(folder.resolve("docker.sock"), "");
    Files.createSymbolicLink(folder.resolve("data"), Path.of("docker.sock"));
    Path file =
        Files.writeString(
            folder.resolve("compose.yaml"),
            "services: {web: {image: \"x:1\", volumes: [\"./data:/x\"]}}\n");

    assertThatThrownBy(() -> ComposeLoader.load(file, Map.of(), Trust.OWN))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(((ComposeInvalid) e.problem()).detail()).contains("socket"));
  }

  @Test
  void findsNothingInAnOrdinaryFile() throws IOException {
    assertThat(
            dangers(
                """
                services:
                  web:
                    image: x:1
                    ports: ["127.0.0.1:80:80", "[::1]:81:81"]
                    volumes: ["data:/data", "./conf:/conf:ro"]
                    cap_add: [CHOWN]
                    cap_drop: [ALL]
                    security_opt: ["no-new-privileges:true"]
                volumes: {data: }
                """))
        .isEmpty();
  }

  @Test
  void readsNothingOutsideItsFolderForAFileFromElsewhere() throws IOException {
    for (String line :
        List.of("env_file: /etc/passwd", "extends: {file: /etc/passwd, service: x}")) {
      Path file =
          Files.writeString(
              folder.resolve("compose.yaml"), "services:\n  web:\n    image: x:1\n    " + line);
      assertThatThrownBy(() -> ComposeLoader.load(file, Map.of(), Trust.IMPORTED))
          .isInstanceOfSatisfying(
              ProblemException.class,
              e ->
                  assertThat(((ComposeInvalid) e.problem()).detail())
                      .contains("only what is in its own folder"));
    }
  }

  @Test
  void followsLinksOutOfTheFolder() throws IOException {
    Files.createSymbolicLink(folder.resolve("link"), Path.of("/etc"));

    assertThat(dangers("services: {web: {image: \"x:1\", volumes: [\"./link:/x\"]}}\n"))
        .extracting(ComposeDanger::key)
        .containsExactly("services.web.volumes[0]");
  }

  private List<ComposeDanger> dangers(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("compose.yaml"), content);
    return ComposeLoader.dangers(ComposeSources.of(file, Map.of()));
  }
}
