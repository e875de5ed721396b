// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.limit.KeyLimits;
import dev.wheelhouse.testing.Wait;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Client keys in a file. */
class FileKeyStoreTest {
  private static final int ROUNDS = Integer.getInteger("wheelhouse.kill.rounds", 3);

  @TempDir Path place;

  @Test
  void keepsEverythingButTheSecret() throws IOException, ApiFailure {
    Path file = place.resolve("keys.json");
    ClientKeys keys = new ClientKeys(new FileKeyStore(file), Clock.systemUTC());
    Grant grant =
        new Grant(
            java.util.Set.of(Scope.CHAT, Scope.ADMIN),
            ModelNames.of("qwen*", "gpt-5-mini"),
            new KeyLimits(1, 2, 3, 4, 5),
            true);
    ClientKeys.Created created =
        keys.create("editor", grant, Instant.parse("2999-01-01T00:00:00Z"));
    String secret = created.token().reveal().substring("whk-".length() + 13);

    assertThat(new FileKeyStore(file).read()).containsExactly(created.key());
    assertThat(Files.readString(file)).doesNotContain(secret).contains("\"sha256\"");
    assertThat(created.toString()).doesNotContain(secret);
    ClientKeys elsewhere = new ClientKeys(new FileKeyStore(file), Clock.systemUTC());
    assertThat(elsewhere.find(created.token().reveal()).orElseThrow().models().patterns())
        .containsExactly("qwen*", "gpt-5-mini");
    if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void seesAtOnceWhatAnotherProcessChanged() throws ApiFailure {
    Path file = place.resolve("keys.json");
    ClientKeys gateway = new ClientKeys(new FileKeyStore(file), Clock.systemUTC());
    ClientKeys command = new ClientKeys(new FileKeyStore(file), Clock.systemUTC());
    ClientKeys.Created created = command.create("editor", Grant.CLIENT, null);
    String token = created.token().reveal();

    assertThat(gateway.find(token)).isPresent();
    assertThat(command.update(created.key().enabled(false))).isTrue();
    assertThatThrownBy(() -> gateway.find(token)).hasMessageContaining("switched off");
    assertThat(command.delete(created.key().id())).isTrue();
    assertThat(gateway.find(token)).isEmpty();
    assertThat(command.delete(created.key().id())).isFalse();
  }

  @Test
  void losesNoKeyWhenManyAreMadeAtOnce() throws Exception {
    Path file = place.resolve("keys.json");
    List<Callable<ClientKeys.Created>> makers = new ArrayList<>();
    ClientKeys keys = new ClientKeys(new FileKeyStore(file), Clock.systemUTC());
    for (int i = 0; i < 20; i++) {
      String name = "client " + i;
      makers.add(() -> keys.create(name, Grant.CLIENT, null));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.invokeAll(makers).forEach(made -> assertThat(made.state()).hasToString("SUCCESS"));
    }
    assertThat(keys.list()).hasSize(20);
  }

  @Test
  void neverTakesAFileThatItCannotReadForAnEmptyOne() throws IOException, ApiFailure {
    Path file = place.resolve("keys.json");
    Files.writeString(file, "{\"version\":1,\"keys\":[{\"id\":\"x\"");
    ClientKeys keys = new ClientKeys(new FileKeyStore(file), Clock.systemUTC());
    assertThatThrownBy(() -> keys.create("editor", Grant.CLIENT, null))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(keys.find("whk-0123456789ab-secret")).isEmpty();
    assertThat(Files.readString(file)).contains("\"id\":\"x\"");
  }

  @Test
  void neverTakesALimitThatIsNoNumberForNone() throws IOException {
    Path file = place.resolve("keys.json");
    Grant grant = Grant.CLIENT.withLimits(new KeyLimits(77, 0, 0, 0, 0));
    new ClientKeys(new FileKeyStore(file), Clock.systemUTC()).create("editor", grant, null);
    String written = Files.readString(file);
    for (String wrong : List.of("\"77\"", "null", "7.7", "1e30", "true", "[77]")) {
      Files.writeString(file, written.replace(":77", ":" + wrong));
      assertThatThrownBy(() -> new FileKeyStore(file).read())
          .as(wrong)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("the limit requestsPerMinute of a key is no whole number");
    }
  }

  @Test
  void keepsEveryKeyThatWasAcknowledgedBeforeAKill() throws IOException, InterruptedException {
    Path file = place.resolve("keys.json");
    List<String> acknowledged = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      acknowledged.addAll(makeAndDie(file, round));
      assertThat(new FileKeyStore(file).read()).extracting(ClientKey::id).containsAll(acknowledged);
    }
    ClientKeys keys = new ClientKeys(new FileKeyStore(file), Clock.systemUTC());
    keys.create("after the kill", Grant.CLIENT, null);
    assertThat(keys.list()).hasSizeGreaterThan(acknowledged.size());
  }

  private List<String> makeAndDie(Path file, int round) throws IOException, InterruptedException {
    Path output = place.resolve("acknowledged-" + round);
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                KeyMakingProgram.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(output.toFile())
            .start();
    try {
      Wait.until(
          "some keys are made",
          () -> lines(output).size() > 20 + 7 * round,
          Duration.ofSeconds(60));
    } finally {
      child.destroyForcibly();
      assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
    return lines(output).stream().map(line -> line.substring(0, line.length() - 1)).toList();
  }

  /** A torn last line was not acknowledged. */
  private static List<String> lines(Path output) {
    try {
      return Files.readString(output).lines().filter(line -> line.endsWith(";")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes keys until it is killed, and prints each as soon as it counts as kept. */
  static final class KeyMakingProgram {
    private KeyMakingProgram() {}

    public static void main(String[] arguments) {
      PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
      ClientKeys keys = new ClientKeys(new FileKeyStore(Path.of(arguments[0])), Clock.systemUTC());
      for (int number = 0; true; number++) {
        out.println(keys.create("client " + number, Grant.CLIENT, null).key().id() + ";");
      }
    }
  }
}
