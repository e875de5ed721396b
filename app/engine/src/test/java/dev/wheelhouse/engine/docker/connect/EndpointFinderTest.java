// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.engine.docker.adapter.http.Endpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndpointFinderTest {
  @TempDir Path home;

  @Test
  void takesDockerHostAndNothingElse() throws IOException {
    context("colima", "unix:///colima.sock", true);

    EndpointFinder.Found found = find(Map.of("DOCKER_HOST", "unix:///my.sock"), "linux");

    assertThat(found.endpoints()).containsExactly(Endpoint.of("unix:///my.sock", "DOCKER_HOST"));
  }

  @Test
  void takesTheContextOfTheEnvironmentBeforeTheCurrentOne() throws IOException {
    context("colima", "unix:///colima.sock", true);
    context("other", "tcp://10.0.0.1:2376", false);

    assertThat(find(Map.of(), "linux").endpoints())
        .containsExactly(Endpoint.of("unix:///colima.sock", "context colima"));
    assertThat(find(Map.of("DOCKER_CONTEXT", "other"), "linux").endpoints())
        .containsExactly(Endpoint.of("tcp://10.0.0.1:2376", "DOCKER_CONTEXT other"));
  }

  @Test
  void usesTheCertificatesOfAContext() throws IOException {
    context("secure", "tcp://10.0.0.1:2376", true);
    Path tls = home.resolve(".docker/contexts/tls").resolve(hash("secure")).resolve("docker");
    Files.createDirectories(tls);
    Files.writeString(tls.resolve("ca.pem"), "x");

    assertThat(find(Map.of(), "linux").endpoints())
        .singleElement()
        .satisfies(endpoint -> assertThat(endpoint.certificates()).isEqualTo(tls));
  }

  @Test
  void saysThatAContextIsMissing() {
    EndpointFinder.Found found = find(Map.of("DOCKER_CONTEXT", "nowhere"), "linux");

    assertThat(found.endpoints()).isEmpty();
    assertThat(found.remarks()).singleElement().asString().contains("nowhere", "no such context");
  }

  @Test
  void saysWhyAnAddressCannotBeUsed() {
    assertThat(find(Map.of("DOCKER_HOST", "ssh://user@host"), "linux").remarks())
        .singleElement()
        .asString()
        .contains("over SSH");
    assertThat(find(Map.of("DOCKER_HOST", "nonsense"), "linux").remarks())
        .singleElement()
        .asString()
        .contains("not an address");
  }

  @Test
  void triesTheUsualSocketsThatAreThereAndTellsOfTheOthers() throws IOException {
    Path desktop = home.resolve(".docker/run/docker.sock");
    Path colima = home.resolve(".colima/default/docker.sock");
    Path rootless = home.resolve("runtime/docker.sock");
    for (Path socket : new Path[] {desktop, colima, rootless}) {
      Files.createDirectories(socket.resolveSibling("."));
      Files.createFile(socket);
    }

    EndpointFinder.Found found =
        find(Map.of("XDG_RUNTIME_DIR", home.resolve("runtime").toString()), "linux");

    assertThat(found.endpoints())
        .extracting(endpoint -> endpoint.uri().getPath())
        .containsSubsequence(desktop.toString(), rootless.toString(), colima.toString());
    assertThat(found.remarks())
        .anyMatch(line -> line.contains(".rd/docker.sock (Rancher Desktop): not there"));
  }

  @Test
  void triesTheNamedPipesOfWindows() {
    assertThat(find(Map.of(), "Windows 11").endpoints())
        .extracting(Endpoint::toString)
        .startsWith("npipe:////./pipe/docker_engine");
  }

  private EndpointFinder.Found find(Map<String, String> environment, String system) {
    return new EndpointFinder(environment, home, system).find();
  }

  private void context(String name, String host, boolean current) throws IOException {
    Path meta = home.resolve(".docker/contexts/meta").resolve(hash(name));
    Files.createDirectories(meta);
    Files.writeString(
        meta.resolve("meta.json"),
        "{\"Name\":\"%s\",\"Endpoints\":{\"docker\":{\"Host\":\"%s\"}}}".formatted(name, host));
    if (current) {
      Files.writeString(
          home.resolve(".docker/config.json"), "{\"currentContext\":\"" + name + "\"}");
    }
  }

  private static String hash(String name) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
