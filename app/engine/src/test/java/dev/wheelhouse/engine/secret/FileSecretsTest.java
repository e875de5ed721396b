// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.engine.platform.WheelhouseHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileSecretsTest {
  @TempDir Path place;

  @Test
  void knowsNothingBeforeSomethingWasWritten() {
    FileSecrets secrets = new FileSecrets(place.resolve("secrets"));

    assertThat(secrets.read("OpenAI")).isEmpty();
    secrets.delete("OpenAI");
    assertThat(place.resolve("secrets")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"OpenAI", "My provider", "../../escape", ".hidden", "..", "a/b\\c:d*e"})
  void keepsAnyNameInsideItsFolder(String name) throws IOException {
    Path folder = place.resolve("secrets");
    FileSecrets secrets = new FileSecrets(folder);

    secrets.write(name, "the value");

    assertThat(secrets.read(name)).hasValue("the value");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
    secrets.delete(name);
    assertThat(secrets.read(name)).isEmpty();
  }

  @Test
  void tellsNamesApartThatLookAlike() {
    FileSecrets secrets = new FileSecrets(place);
    secrets.write("a b", "1");
    secrets.write("a+b", "2");
    secrets.write("a%20b", "3");

    assertThat(secrets.read("a b")).hasValue("1");
    assertThat(secrets.read("a+b")).hasValue("2");
    assertThat(secrets.read("a%20b")).hasValue("3");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no permission bits")
  void closesItsFilesToOthers() throws IOException {
    Path folder = place.resolve("secrets");
    new FileSecrets(folder).write("key", "value");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("key"))))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
  }

  @Test
  void agreesOnOneGeneratedSecretWhenManyAskAtOnce() throws InterruptedException {
    Set<String> seen = ConcurrentHashMap.newKeySet();
    Set<Thread> threads = new HashSet<>();
    FileSecrets secrets = new FileSecrets(place);
    for (int i = 0; i < 8; i++) {
      threads.add(Thread.ofVirtual().start(() -> seen.add(secrets.readOrGenerate("token"))));
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(seen).singleElement().asString().hasSize(43).matches("[A-Za-z0-9_-]+");
  }

  @Test
  void keepsTheSecretsOfAMovedHomeInsideIt() {
    WheelhouseHome home = new WheelhouseHome(place, place, place);

    Secrets secrets = SecretStores.ofUser(home, Map.of("WHEELHOUSE_HOME", place.toString()));

    assertThat(secrets.place()).contains(place.toString());
  }
}
