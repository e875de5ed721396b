// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.engine.compose.ComposeProject;
import dev.wheelhouse.engine.compose.read.ComposeLoader;
import dev.wheelhouse.engine.compose.read.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hash that changes makes people's containers anew. */
class ConfigHashTest {
  @TempDir Path folder;

  @Test
  void staysTheSameAcrossReleasesForWhatAsksForNothingNew() throws IOException {
    assertThat(hash("image: x, mem_limit: 64m, tty: true"))
        .isEqualTo("aad8b5d5b36be1f1db7d6d32dd7867bffeac6a717055dcd74d0d14a07485ab78");
  }

  @Test
  void changesWithTheDevicesAskedFor() throws IOException {
    String none = hash("image: x");
    String all = hash("image: x, gpus: all");
    String one = hash("image: x, gpus: [{count: 1}]");

    assertThat(none).isNotEqualTo(all).isNotEqualTo(one);
    assertThat(all).isNotEqualTo(one);
  }

  private String hash(String service) throws IOException {
    Path file = folder.resolve("compose.yaml");
    Files.writeString(file, "name: demo\nservices: {web: {" + service + "}}\n");
    ComposeProject project = ComposeLoader.load(file, Map.of(), Trust.OWN);
    return new ServiceSpecs(project).hash(project.services().get("web"), 1);
  }
}
