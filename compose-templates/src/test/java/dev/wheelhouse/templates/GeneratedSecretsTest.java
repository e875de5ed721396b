// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.templates;

import static dev.wheelhouse.templates.ComposeFile.map;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The script for people without Wheelhouse makes what the hints in the Compose file say. */
@ParameterizedClass
@MethodSource("ids")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a shell script")
class GeneratedSecretsTest {

  private static final Pattern DERIVED = Pattern.compile("\\{\\{(sha256:)?([a-z_]+)}}");

  @TempDir Path folder;
  private final String id;

  GeneratedSecretsTest(String id) {
    this.id = id;
  }

  static List<String> ids() {
    return Templates.IDS;
  }

  @BeforeEach
  void extractTheTemplate() throws IOException {
    new Templates().find(id).orElseThrow().extractTo(folder);
  }

  @Test
  void makesEverySecretAsTheComposeFileSays() throws IOException, InterruptedException {
    generate();

    Map<String, String> made = secrets();
    Map<String, Map<String, Object>> asked =
        ComposeFile.read(folder.resolve("compose.yaml")).secrets();
    assertThat(made.keySet()).isEqualTo(asked.keySet());
    asked.forEach((name, secret) -> {
      assertThat(secret).containsEntry("file", "./secrets/" + name);
      Map<String, Object> hint = map(secret.get("x-wheelhouse"));
      if (hint.containsKey("optional")) {
        assertThat(made).containsEntry(name, "");
      } else if (hint.get("derive") instanceof String pattern) {
        assertThat(made).containsEntry(name, derive(pattern, made));
      } else {
        Map<String, Object> how = map(hint.get("generate"));
        assertThat(how).containsEntry("alphabet", "alphanumeric");
        assertThat(made.get(name)).matches("[A-Za-z0-9]{" + how.get("length") + "}");
      }
    });
  }

  @Test
  void keepsOtherUsersOfTheMachineOut() throws IOException, InterruptedException {
    generate();

    assertThat(permissions("secrets")).isEqualTo("rwx------");
    secrets()
        .forEach((name, value) ->
            assertThat(permissions("secrets/" + name))
                .as(name)
                .isEqualTo(value.isEmpty() ? "rw-r--r--" : "r--r--r--"));
  }

  @Test
  void keepsTheSecretsThatAreThere() throws IOException, InterruptedException {
    generate();
    Map<String, String> before = secrets();

    generate();

    assertThat(secrets()).isEqualTo(before);
  }

  @Test
  void leavesTheKeysOfTheUserAlone() throws IOException, InterruptedException {
    generate();
    for (String name : secrets().keySet()) {
      if (name.endsWith("_api_key")) {
        Files.writeString(folder.resolve("secrets").resolve(name), "sk-of-the-user");
      }
    }
    Map<String, String> before = secrets();

    generate();

    assertThat(secrets()).isEqualTo(before);
  }

  @Test
  void makesAnewWhatDependsOnANewPassword() throws IOException, InterruptedException {
    generate();
    Map<String, String> before = secrets();
    Files.delete(folder.resolve("secrets/redis_password"));

    generate();

    Map<String, String> after = secrets();
    assertThat(after.get("redis_password")).isNotEqualTo(before.get("redis_password"));
    for (String name : List.of("redis_exporter_passwords", "redis_url")) {
      assertThat(after.getOrDefault(name, after.get("redis_password")))
          .contains(after.get("redis_password"));
    }
    assertThat(after.get("redis_acl")).isNotEqualTo(before.get("redis_acl"));
    assertThat(after.get("front_door_token")).isEqualTo(before.get("front_door_token"));
  }

  @Test
  void printsNoSecret() throws IOException, InterruptedException {
    String output = generate();

    assertThat(output).contains("made  secrets/redis_password");
    secrets()
        .forEach((name, value) -> {
          if (!value.isEmpty()) {
            assertThat(output).as(name).doesNotContain(value);
          }
        });
  }

  private static String derive(String pattern, Map<String, String> secrets) {
    return DERIVED
        .matcher(pattern)
        .replaceAll(match -> {
          String value = secrets.getOrDefault(match.group(2), "?");
          boolean hashed = match.group(1) != null;
          return Matcher.quoteReplacement(
              hashed ? ChecksumList.checksum(value.getBytes(UTF_8)) : value);
        });
  }

  private String generate() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(folder.resolve("generate-secrets.sh").toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }

  private Map<String, String> secrets() throws IOException {
    Map<String, String> secrets = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder.resolve("secrets"))) {
      for (Path file : files.toList()) {
        secrets.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return secrets;
  }

  private String permissions(String path) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(path)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
