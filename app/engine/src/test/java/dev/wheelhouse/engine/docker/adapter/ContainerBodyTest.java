// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wheelhouse.engine.compose.ComposeProject;
import dev.wheelhouse.engine.compose.read.ComposeLoader;
import dev.wheelhouse.engine.compose.read.Trust;
import dev.wheelhouse.engine.stack.plan.ServiceSpecs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the Compose file to what the engine is asked for. */
class ContainerBodyTest {
  @TempDir Path folder;

  @Test
  void asksForWhatTheFileSaysOfItsSurroundings() throws IOException {
    JsonNode body =
        body(
            """
            image: x
            dns: 9.9.9.9
            dns_search: [a.example, b.example]
            dns_opt: [use-vc]
            group_add: [mail, 1001]
            domainname: example.org
            tty: true
            stdin_open: true
            oom_score_adj: 500
            mem_reservation: 64m
            cpu_shares: 73
            cpuset: 0-1
            """);

    JsonNode host = body.path("HostConfig");
    assertThat(host.path("Dns").toString()).isEqualTo("[\"9.9.9.9\"]");
    assertThat(host.path("DnsSearch").toString()).isEqualTo("[\"a.example\",\"b.example\"]");
    assertThat(host.path("DnsOptions").toString()).isEqualTo("[\"use-vc\"]");
    assertThat(host.path("GroupAdd").toString()).isEqualTo("[\"mail\",\"1001\"]");
    assertThat(host.path("OomScoreAdj").asLong()).isEqualTo(500);
    assertThat(host.path("MemoryReservation").asLong()).isEqualTo(64L << 20);
    assertThat(host.path("CpuShares").asLong()).isEqualTo(73);
    assertThat(host.path("CpusetCpus").asText()).isEqualTo("0-1");
    assertThat(body.path("Domainname").asText()).isEqualTo("example.org");
    assertThat(body.path("Tty").asBoolean()).isTrue();
    assertThat(body.path("OpenStdin").asBoolean()).isTrue();
  }

  @Test
  void asksForTheGraphicsCardsThatAnOverrideReserves() throws IOException {
    Files.writeString(
        folder.resolve("compose.override.yaml"),
        """
        services:
          web:
            deploy:
              resources:
                reservations:
                  devices:
                    - {driver: nvidia, count: all, capabilities: [gpu]}
        """);

    assertThat(devices("image: x\n"))
        .isEqualTo(
            "[{\"Driver\":\"nvidia\",\"Count\":-1,\"DeviceIDs\":[],"
                + "\"Capabilities\":[[\"gpu\"]],\"Options\":{}}]");
  }

  @Test
  void asksForDevicesByNumberAndById() throws IOException {
    assertThat(
            devices(
                """
                image: x
                deploy:
                  resources:
                    reservations:
                      devices:
                        - {count: 2, capabilities: [gpu, utility], options: {virtualization: "false"}}
                        - {driver: cdi, device_ids: ["0", "3"], capabilities: [gpu]}
                """))
        .isEqualTo(
            "[{\"Driver\":\"\",\"Count\":2,\"DeviceIDs\":[],"
                + "\"Capabilities\":[[\"gpu\",\"utility\"]],"
                + "\"Options\":{\"virtualization\":\"false\"}},"
                + "{\"Driver\":\"cdi\",\"Count\":0,\"DeviceIDs\":[\"0\",\"3\"],"
                + "\"Capabilities\":[[\"gpu\"]],\"Options\":{}}]");
  }

  @Test
  void knowsTheShortFormOfGraphicsCards() throws IOException {
    String all =
        "[{\"Driver\":\"\",\"Count\":-1,\"DeviceIDs\":[],"
            + "\"Capabilities\":[[\"gpu\"]],\"Options\":{}}]";

    assertThat(devices("image: x\ngpus: all\n")).isEqualTo(all);
    assertThat(devices("image: x\ngpus: [{count: 1, capabilities: [utility]}]\n"))
        .isEqualTo(all.replace("-1", "1").replace("[[", "[[\"utility\","));
  }

  @Test
  void leavesTheRestToTheEngine() throws IOException {
    JsonNode body = body("image: x\n");

    assertThat(body.has("Tty")).isFalse();
    assertThat(body.has("Domainname")).isFalse();
    assertThat(body.path("HostConfig").has("Dns")).isFalse();
    assertThat(body.path("HostConfig").has("GroupAdd")).isFalse();
    assertThat(body.path("HostConfig").has("DeviceRequests")).isFalse();
  }

  private String devices(String service) throws IOException {
    return body(service).path("HostConfig").path("DeviceRequests").toString();
  }

  private JsonNode body(String service) throws IOException {
    String text = "services:\n  web:\n" + service.indent(4);
    Path file = Files.writeString(folder.resolve("compose.yaml"), text);
    ComposeProject project = ComposeLoader.load(file, Map.of(), Trust.OWN);
    return ContainerBody.of(
        new ServiceSpecs(project).spec(project.services().get("web"), 1, "sha256:1"));
  }
}
