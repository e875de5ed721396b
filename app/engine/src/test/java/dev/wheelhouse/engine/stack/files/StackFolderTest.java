// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.engine.stack.StackFiles;
import dev.wheelhouse.engine.stack.StackId;
import dev.wheelhouse.templates.Templates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StackFolderTest {
  private static final StackId LOCAL_AI = new StackId("local-ai");

  @TempDir Path root;

  private StackFolder localAi() {
    return new StackFolders(root, new Templates()).get(LOCAL_AI);
  }

  @Test
  void writesTheTemplateWhenItIsFirstLookedAtAndSecretsWhenItStarts() {
    StackFolder folder = localAi();

    assertThat(folder.files().project().services()).hasSize(9);
    assertThat(folder.missingSecrets()).hasSize(7);
    assertThat(folder.folder().resolve("secrets")).doesNotExist();

    folder.prepare();

    assertThat(folder.missingSecrets()).isEmpty();
  }

  @Test
  void makesRandomSecretsThatOnlyTheFolderCloses() throws IOException, NoSuchAlgorithmException {
    StackFolder folder = localAi();
    folder.prepare();
    Path secrets = folder.folder().resolve("secrets");

    assertThat(permissions(secrets)).isEqualTo("rwx------");
    try (var files = Files.list(secrets)) {
      List<Path> all = files.toList();
      assertThat(all)
          .hasSize(7)
          .allSatisfy(file -> assertThat(permissions(file)).isEqualTo("r--r--r--"));
    }
    String password = read(secrets, "postgres_password");
    assertThat(password).matches("[A-Za-z0-9]{32}");
    assertThat(read(secrets, "redis_password")).isNotEqualTo(password);
    assertThat(read(secrets, "redis_acl"))
        .isEqualTo(
            "user default on sanitize-payload #"
                + sha256(read(secrets, "redis_password"))
                + " ~* &* +@all");
    assertThat(read(secrets, "redis_exporter_passwords"))
        .isEqualTo("{\"redis://redis:6379\": \"" + read(secrets, "redis_password") + "\"}");
  }

  @Test
  void leavesRoomForTheKeysThatOnlyTheUserHas() throws IOException {
    StackFolder folder = new StackFolders(root, new Templates()).get(new StackId("orchesity"));

    folder.prepare();

    Path secrets = folder.folder().resolve("secrets");
    assertThat(secrets.resolve("openai_api_key")).isEmptyFile();
    assertThat(permissions(secrets.resolve("openai_api_key"))).isEqualTo("rw-r--r--");
    assertThat(read(secrets, "database_url"))
        .isEqualTo(
            "postgresql://orchesity:"
                + read(secrets, "postgres_password")
                + "@postgres:5432/orchesity");
    Files.writeString(secrets.resolve("openai_api_key"), "sk-of-the-user");
    folder.prepare();
    assertThat(read(secrets, "openai_api_key")).isEqualTo("sk-of-the-user");
  }

  @Test
  void neverChangesASecretThatIsThere() throws IOException {
    StackFolder folder = localAi();
    Path secrets = Files.createDirectories(folder.folder().resolve("secrets"));
    Files.writeString(secrets.resolve("redis_password"), "chosen-by-the-user");

    folder.prepare();
    String postgres = read(secrets, "postgres_password");
    folder.prepare();

    assertThat(read(secrets, "redis_password")).isEqualTo("chosen-by-the-user");
    assertThat(read(secrets, "redis_exporter_passwords")).contains("chosen-by-the-user");
    assertThat(read(secrets, "postgres_password")).isEqualTo(postgres);
  }

  @Test
  void writesVariablesAndLeavesTheOtherLines() throws IOException {
    StackFolder folder = localAi();
    folder.files();
    Path file = folder.folder().resolve(".env");
    Files.writeString(file, "# mine\nGRAFANA_PORT=3000\nOTHER='a b'\n");

    folder.setVariables(Map.of("GRAFANA_PORT", "3001", "REDIS_DATA_GENERATION", ".r2"));

    assertThat(Files.readString(file))
        .isEqualTo("# mine\nGRAFANA_PORT=3001\nOTHER='a b'\nREDIS_DATA_GENERATION=.r2\n");
    StackFiles files = folder.files();
    assertThat(files.variables()).containsEntry("OTHER", "a b");
    assertThat(files.project().volumes().get("redis-data").name())
        .isEqualTo("local-ai_redis-data.r2");
    folder.setVariables(Map.of("REDIS_DATA_GENERATION", ""));
    assertThat(Files.readString(file)).doesNotContain("GENERATION");
    assertThat(permissions(file)).isEqualTo("rw-------");
    assertThatThrownBy(() -> folder.setVariables(Map.of("A B", "x")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> folder.setVariables(Map.of("A", "x'\nB=y")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void readsAgainWhenAnOverrideComesChangesOrGoes() throws IOException {
    StackFolder folder = localAi();
    assertThat(folder.files().project().services()).doesNotContainKey("own");
    Path override = folder.folder().resolve("compose.override.yaml");

    Files.writeString(override, "services: {own: {image: x}}\n");
    assertThat(folder.files().project().services().get("own").image()).isEqualTo("x");

    Files.writeString(override, "services: {own: {image: y}}\n");
    Files.setLastModifiedTime(override, FileTime.fromMillis(1));
    assertThat(folder.files().project().services().get("own").image()).isEqualTo("y");

    Files.delete(override);
    assertThat(folder.files().project().services()).doesNotContainKey("own");
  }

  @Test
  void readsAgainWhenAFileThatTheProjectNamesChanges() throws IOException {
    Path folder = Files.createDirectories(root.resolve("own"));
    Files.writeString(
        folder.resolve("compose.yaml"),
        "include: [more.yaml]\nservices: {a: {extends: {file: base.yaml, service: a}, env_file:"
            + " [{path: a.env, required: false}]}}\n");
    Files.writeString(folder.resolve("more.yaml"), "services: {b: {image: b1}}\n");
    Files.writeString(folder.resolve("base.yaml"), "services: {a: {image: a1}}\n");
    StackFolder own = new StackFolders(root, new Templates()).get(new StackId("own"));
    assertThat(own.files().project().services().get("a").image()).isEqualTo("a1");

    for (String name : List.of("more.yaml", "base.yaml")) {
      Path file = folder.resolve(name);
      Files.writeString(file, Files.readString(file).replace("1}", "2}"));
      Files.setLastModifiedTime(file, FileTime.fromMillis(1));
    }
    Files.writeString(folder.resolve("a.env"), "LATE=1\n");

    assertThat(own.files().project().services().get("a").image()).isEqualTo("a2");
    assertThat(own.files().project().services().get("b").image()).isEqualTo("b2");
    assertThat(own.files().project().services().get("a").environment()).containsEntry("LATE", "1");
    assertThat(own.files()).isSameAs(own.files());
  }

  @Test
  void writesWhatTheComposeFileHoldsBeforeAStart() throws IOException {
    Path folder = Files.createDirectories(root.resolve("own"));
    Files.writeString(
        folder.resolve("compose.yaml"),
        """
        services: {a: {image: x, configs: [c], secrets: [s]}}
        configs: {c: {content: hello}}
        secrets: {s: {environment: S}}
        """);
    Files.writeString(folder.resolve(".env"), "S=heron\n");
    StackFolder own = new StackFolders(root, new Templates()).get(new StackId("own"));
    assertThat(own.missingSecrets()).isEmpty();

    own.prepare();

    Path made = folder.resolve(".wheelhouse");
    assertThat(Files.readString(made.resolve("configs/c"))).isEqualTo("hello");
    assertThat(Files.readString(made.resolve("secrets/s"))).isEqualTo("heron");
    assertThat(permissions(made.resolve("secrets"))).isEqualTo("rwx------");
    assertThat(permissions(made.resolve("secrets/s"))).isEqualTo("r--r--r--");

    own.setVariables(Map.of("S", "crane"));
    own.prepare();
    assertThat(Files.readString(made.resolve("secrets/s"))).isEqualTo("crane");
  }

  private static String read(Path folder, String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  private static String permissions(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String sha256(String text) throws NoSuchAlgorithmException {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest);
  }
}
