// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run does not do is said: by a notice where it changes nothing, else by a refusal. */
class NoticesTest {
  @TempDir Path folder;

  @Test
  void namesWhatHasNoEffect() throws IOException {
    List<String> notices =
        notices(
            """
            services:
              web:
                image: x
                expose: ["80"]
                annotations: {a: b}
                pull_policy: always
                develop: {watch: []}
                healthcheck: {test: exit 0, start_interval: 1s}
                deploy: {update_config: {order: start-first}}
            """);

    assertThat(notices)
        .hasSize(6)
        .anyMatch(notice -> notice.startsWith("compose.yaml:4:") && notice.contains("expose"))
        .anyMatch(notice -> notice.contains("services.web.develop"))
        .anyMatch(notice -> notice.contains("services.web.deploy.update_config"))
        .anyMatch(notice -> notice.contains("services.web.healthcheck.start_interval"));
  }

  @Test
  void saysNothingOfAnOrdinaryFile() throws IOException {
    assertThat(notices("services: {web: {image: x, ports: [\"127.0.0.1:1:1\"]}}\n")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mac_address: \"02:42:ac:11:65:43\"",
        "memswap_limit: 1g",
        "storage_opt: {size: 1g}",
        "blkio_config: {weight: 10}",
        "post_start: [{command: x}]",
        "links: [\"db:database\"]",
        "networks: {default: {link_local_ips: [169.254.0.2]}}",
        "volumes: [{type: bind, source: ./x, target: /x, bind: {propagation: rshared}}]"
      })
  void refusesByNameWhatWouldChangeTheRun(String line) {
    assertThatThrownBy(
            () -> notices("services:\n  db: {image: y}\n  web:\n    image: x\n    " + line + "\n"))
        .hasMessageContaining("compose.yaml:5:")
        .hasMessageContaining("not supported");
  }

  private List<String> notices(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("compose.yaml"), content);
    return ComposeLoader.load(file, Map.of(), Trust.OWN).reading().notices();
  }
}
