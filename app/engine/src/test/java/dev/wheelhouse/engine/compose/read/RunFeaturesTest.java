// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.engine.compose.ComposeNetwork.Pool;
import dev.wheelhouse.engine.compose.ComposePort;
import dev.wheelhouse.engine.compose.ComposeProject;
import dev.wheelhouse.engine.compose.ComposeService;
import dev.wheelhouse.engine.compose.ComposeService.HostDevice;
import dev.wheelhouse.engine.compose.ComposeService.Joining;
import dev.wheelhouse.engine.compose.ComposeService.Restart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What real projects ask of a run beyond the plain things. */
class RunFeaturesTest {
  @TempDir Path folder;

  @Test
  void readsNamesDevicesAndRestartPolicies() throws IOException {
    ComposeService web =
        web(
            """
            container_name: my-web
            devices: ["/dev/fuse:/dev/other:rw", "/dev/null"]
            deploy: {restart_policy: {condition: on-failure, max_attempts: 3}}
            links: [db]
            """);

    assertThat(web.making().containerName()).isEqualTo("my-web");
    assertThat(web.rights().surroundings().hostDevices())
        .containsExactly(
            new HostDevice("/dev/fuse", "/dev/other", "rw"),
            new HostDevice("/dev/null", "/dev/null", "rwm"));
    assertThat(web.restart()).isEqualTo(new Restart("on-failure", 3));
    assertThat(web.dependsOn()).containsKey("db");
  }

  @Test
  void readsAddressesOfNetworksAndOfServicesInThem() throws IOException {
    ComposeProject project =
        load(
            """
            services:
              web:
                image: x
                networks:
                  late: {aliases: [www]}
                  first: {ipv4_address: 172.30.0.9, priority: 10}
            networks:
              late: {driver_opts: {com.docker.network.bridge.name: br7}}
              first:
                enable_ipv6: true
                ipam:
                  config:
                    - subnet: 172.30.0.0/24
                      gateway: 172.30.0.1
                      ip_range: 172.30.0.128/25
                      aux_addresses: {printer: 172.30.0.5}
            """);

    Map<String, Joining> joined = project.services().get("web").networks();
    assertThat(List.copyOf(joined.keySet())).containsExactly("first", "late");
    assertThat(joined.get("first")).isEqualTo(new Joining(List.of(), "172.30.0.9", ""));
    assertThat(project.networks().get("first").addressing().ipv6()).isTrue();
    assertThat(project.networks().get("first").addressing().pools())
        .containsExactly(
            new Pool(
                "172.30.0.0/24", "172.30.0.1", "172.30.0.128/25", Map.of("printer", "172.30.0.5")));
    assertThat(project.networks().get("late").options())
        .containsEntry("com.docker.network.bridge.name", "br7");
  }

  @Test
  void readsConfigsAndSecretsThatTheProjectHoldsItself() throws IOException {
    Files.writeString(folder.resolve(".env"), "TOKEN=heron\n");
    ComposeProject project =
        load(
            """
            services:
              web: {image: x, configs: [text], secrets: [{source: token, mode: 0400}]}
            configs: {text: {content: "level=${LEVEL:-info}\\n"}}
            secrets: {token: {environment: TOKEN}}
            """);

    assertThat(project.configs().get("text").content()).isEqualTo("level=info\n");
    assertThat(project.secrets().get("token").content()).isEqualTo("heron");
    assertThat(project.secrets().get("token").file())
        .isEqualTo(project.folder().resolve(".wheelhouse/secrets/token"));
    assertThat(project.toString()).doesNotContain("heron");
    assertThat(project.reading().notices()).singleElement().asString().contains("mode has no");
  }

  @Test
  void givesEachOfSeveralContainersAPortOfTheRange() throws IOException {
    ComposeService web = web("scale: 3\nports: [\"127.0.0.1:8000-8002:80\", \"127.0.0.1::81\"]\n");

    assertThat(web.making().copies()).isEqualTo(3);
    ComposePort range = web.ports().getFirst();
    assertThat(List.of(range.hostPort(1), range.hostPort(2), range.hostPort(3)))
        .containsExactly(8000, 8001, 8002);
    assertThat(web.ports().getLast().hostPort(3)).isZero();
    assertThat(web("deploy: {replicas: 0}\n").making().copies()).isZero();
  }

  @Test
  void publishesOnTheLoopbackWhereTheFileNamesNoAddressAndSaysSo() throws IOException {
    ComposeProject project = load("services: {web: {image: x, ports: [\"8080:80\"]}}\n");

    assertThat(project.services().get("web").ports())
        .containsExactly(new ComposePort("127.0.0.1", 8080, 80, "tcp", ""));
    assertThat(project.reading().notices())
        .singleElement()
        .asString()
        .contains("services.web.ports[0]", "127.0.0.1 only");
  }

  @Test
  void keepsEveryAddressOfAHost() throws IOException {
    assertThat(web("extra_hosts: [\"a:10.0.0.1\", \"a:10.0.0.2\"]\n").rights().extraHosts())
        .containsExactly("a:10.0.0.1", "a:10.0.0.2");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {scale: 2, container_name: one}                        | cannot have one name
          {scale: 2, ports: ["127.0.0.1:80:80"]}                 | share the host's port 80
          {scale: 3, ports: ["127.0.0.1:8000-8001:80"]}          | share the host's port 8000
          {scale: 101}                                           | 0 to 100
          {container_name: "a b"}                                | no name of a container
          {deploy: {restart_policy: {condition: maybe}}}         | condition must be
          {ports: ["0.0.0.0:80:80"]}                             | only 127.0.0.1
          {volumes: [{type: bind, source: "a\\0b", target: /x}]} | NUL
          """)
  void refusesWhatCannotBe(String service, String reason) {
    String one = "services:\n  web:\n    " + service.replaceFirst("\\{", "{image: x, ") + "\n";
    assertThatThrownBy(() -> load(one)).hasMessageContaining(reason);
  }

  @Test
  void refusesASecretOfAVariableWithoutAValue() {
    assertThatThrownBy(() ->
            load("services: {web: {image: x, secrets: [s]}}\nsecrets: {s: {environment: NO}}\n"))
        .hasMessageContaining("\"NO\" has no value");
  }

  @Test
  void readsTextsOfVariablesWhereTrueOrFalseIsMeant() throws IOException {
    Files.writeString(folder.resolve(".env"), "YES=true\nNO=false\n");
    ComposeProject project =
        load(
            """
            services:
              web: {image: x, depends_on: {db: {condition: service_started, required: "${NO}", restart: "${YES}"}}}
              db: {image: x}
            networks: {default: {enable_ipv4: "${YES}"}}
            """);

    assertThat(project.services().get("web").dependsOn().get("db").required()).isFalse();
  }

  @Test
  void includesWithoutVariablesWhereTheFileSaysSo() throws IOException {
    Path other = Files.createDirectories(folder.resolve("other"));
    Files.writeString(other.resolve(".env"), "TAG=7\n");
    Files.writeString(other.resolve("c.yaml"), "services: {db: {image: \"db:${TAG:-1}\"}}\n");
    ComposeProject project =
        load("include: [{path: other/c.yaml, env_file: /dev/null}]\nservices: {web: {image: x}}\n");

    assertThat(project.services().get("db").image()).isEqualTo("db:1");
  }

  private ComposeService web(String lines) throws IOException {
    String service = ("image: x\n" + lines).indent(4);
    return load("services:\n  db: {image: y}\n  web:\n" + service).services().get("web");
  }

  private ComposeProject load(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("compose.yaml"), content);
    return ComposeLoader.load(file, Map.of(), Trust.OWN);
  }
}
