// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.engine.compose.ComposeDanger;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.problem.StackProblem.DangersChanged;
import dev.wheelhouse.engine.stack.StackId;
import dev.wheelhouse.engine.stack.StackImport;
import dev.wheelhouse.templates.Templates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Threats S-8 and S12: projects from elsewhere are looked at before they become stacks. */
class StackImportsTest {
  @TempDir private Path scratch;
  private Path root;
  private Path project;
  private StackImports imports;

  @BeforeEach
  void makeFolders() throws IOException {
    root = Files.createDirectories(scratch.resolve("stacks"));
    project = Files.createDirectories(scratch.resolve("Blog"));
    imports = new StackImports(root, Set.of("orchesity"));
  }

  @Test
  void copiesTheFolderAndMakesAStackOfItAfterAYes() throws IOException {
    write("docker-compose.yml", "services: {web: {image: \"x:1\", volumes: [\"./conf:/c:ro\"]}}\n");
    write("docker-compose.override.yml", "services: {web: {environment: {A: \"${B}\"}}}\n");
    write(".env", "B=7\n");
    write("conf/app.conf", "on\n");
    write(".git/config", "secret\n");

    StackImport looked = imports.look(project, "");

    assertThat(looked.id()).isEqualTo(new StackId("blog"));
    assertThat(looked.dangers()).isEmpty();
    assertThat(stacks()).doesNotContain("blog");
    imports.accept(looked);
    assertThat(stacks()).contains("blog");
    StackFolder stack = folders().get(looked.id());
    assertThat(stack.prepare().project().services().get("web").environment())
        .containsEntry("A", "7");
    assertThat(root.resolve("blog/conf/app.conf")).hasContent("on\n");
    assertThat(root.resolve("blog/.git")).doesNotExist();
    assertThat(left()).containsExactlyInAnyOrder(".consents", "blog");
  }

  @Test
  void leavesNothingBehindAfterANo() throws IOException {
    write("compose.yaml", "services: {web: {image: \"x:1\"}}\n");

    imports.drop(imports.look(project, ""));

    assertThat(left()).isEmpty();
  }

  @Test
  void namesEveryDangerBeforeTheYes() throws IOException {
    write(
        "compose.yaml",
        """
        services:
          web:
            image: nginx
            privileged: true
            pid: host
            network_mode: host
            cap_add: [SYS_ADMIN]
            devices: [/dev/kvm]
            environment: {API_KEY: heron-7, OTHER_KEY: "${KEY}", PASSWORD_FILE: /run/secrets/p}
            volumes: ["/etc:/host", "/var/run/docker.sock:/s"]
          db: {image: "db:latest", ports: ["5432:5432"]}
        """);

    StackImport looked = imports.look(project.resolve("compose.yaml"), "mine");

    assertThat(looked.id()).isEqualTo(new StackId("mine"));
    assertThat(looked.dangers())
        .extracting(ComposeDanger::what)
        .containsExactlyInAnyOrder(
            "privileged",
            "pid: host",
            "network_mode: host",
            "cap_add SYS_ADMIN",
            "device /dev/kvm",
            "mount of /etc",
            "mount of /var/run/docker.sock",
            "port 5432 on every address",
            "image nginx",
            "image db:latest",
            "secret in the file");
    assertThat(looked.toString()).doesNotContain("heron");
    assertThat(looked.notices()).anyMatch(notice -> notice.startsWith("it cannot be started"));
  }

  @Test
  void takesOnlyWhatASingleFileNames() throws IOException {
    write(
        "one.yml",
        "services: {web: {image: \"x:1\", volumes: [\"./conf:/c\"], env_file: a.env}}\n");
    write("a.env", "A=1\n");
    write("conf/app.conf", "on\n");
    write("holiday.jpg", "private\n");

    imports.accept(imports.look(project.resolve("one.yml"), "one"));

    assertThat(root.resolve("one/holiday.jpg")).doesNotExist();
    assertThat(root.resolve("one/conf/app.conf")).exists();
    assertThat(folders().get(new StackId("one")).files().project().services()).containsKey("web");
  }

  @Test
  void doesNotStartWhenTheDangersChangedUnseen() throws IOException {
    write("compose.yaml", "services: {web: {image: \"x:1\", volumes: [\"${WHERE}:/w\"]}}\n");
    write(".env", "WHERE=./w\n");
    imports.accept(imports.look(project, ""));
    StackFolder stack = folders().get(new StackId("blog"));
    stack.prepare();

    Files.writeString(root.resolve("blog/.env"), "WHERE=/etc\n");
    assertThatThrownBy(stack::prepare)
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(((DangersChanged) e.problem()).dangers().toString())
                    .contains("mount of /etc"));

    Files.writeString(root.resolve("blog/.env"), "WHERE=./other\n");
    stack.prepare();
    Files.writeString(
        root.resolve("blog/compose.override.yaml"), "services: {web: {devices: [/dev/kvm]}}\n");
    assertThatThrownBy(stack::prepare).hasMessageContaining("blog");
    StackImport again = imports.look(root.resolve("blog"), "");
    assertThat(again.dangers()).extracting(ComposeDanger::what).contains("device /dev/kvm");
    imports.accept(again);
    stack.prepare();
  }

  @Test
  void refusesWhatItCannotTake() throws IOException {
    assertThatThrownBy(() -> imports.look(project, "")).hasMessageContaining("Blog");
    write("compose.yaml", "services: {web: {image: \"x:1\", env_file: /etc/passwd}}\n");
    assertThatThrownBy(() -> imports.look(project, "")).hasMessageContaining("own folder");
    write("compose.yaml", "services: {web: {image: \"x:1\"}}\n");
    assertThatThrownBy(() -> imports.look(project, "A B")).hasMessageContaining("A B");
    imports.accept(imports.look(project, ""));
    assertThatThrownBy(() -> imports.look(project, "")).hasMessageContaining("blog");
    assertThat(left()).containsExactlyInAnyOrder(".consents", "blog");
  }

  @Test
  void leavesOutLinksThatLeadAway() throws IOException {
    write("compose.yaml", "services: {web: {image: \"x:1\"}}\n");
    Files.createSymbolicLink(project.resolve("away"), Path.of("/etc"));

    StackImport looked = imports.look(project, "");

    assertThat(looked.notices()).singleElement().asString().contains("away");
    assertThat(looked.copy().resolve("away")).doesNotExist();
    imports.drop(looked);
  }

  @Test
  void leavesOutAChainOfLinksThatLeadsAwayOnlyWhenItIsFollowed() throws IOException {
    write("compose.yaml", "services: {web: {image: \"x:1\"}}\n");
    write("a/b/file", "");
    Files.createSymbolicLink(project.resolve("a/b/top"), Path.of("../.."));
    Files.createSymbolicLink(project.resolve("out"), Path.of("a/b/top/../.."));

    StackImport looked = imports.look(project, "");

    assertThat(looked.notices()).singleElement().asString().startsWith("out ");
    assertThat(looked.copy().resolve("a/b/top")).isSymbolicLink();
    imports.drop(looked);
  }

  @Test
  void makesNoSecretOutsideTheFolder() throws IOException {
    Path profile = scratch.resolve("home/.profile");
    write(
        "compose.yaml",
        """
        services: {web: {image: "x:1", secrets: [s]}}
        secrets:
          s: {file: "%s", x-wheelhouse: {derive: "evil"}}
        """
            .formatted(profile));
    imports.accept(imports.look(project, ""));

    assertThatThrownBy(folders().get(new StackId("blog"))::prepare)
        .isInstanceOf(ProblemException.class);
    assertThat(profile.getParent()).doesNotExist();
  }

  @Test
  void writesNoContentThroughALinkThatAContainerMade() throws IOException {
    write(
        "compose.yaml",
        """
        services: {web: {image: "x:1", configs: [profile], volumes: [".:/here"]}}
        configs: {profile: {content: evil}}
        """);
    imports.accept(imports.look(project, ""));
    Path elsewhere = Files.createDirectories(scratch.resolve("elsewhere"));
    Files.createDirectories(root.resolve("blog/.wheelhouse"));
    Files.createSymbolicLink(root.resolve("blog/.wheelhouse/configs"), elsewhere);

    assertThatThrownBy(folders().get(new StackId("blog"))::prepare)
        .isInstanceOf(ProblemException.class);
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void readsNoVariablesThatAreALinkToSomebodyElses() throws IOException {
    write("compose.yaml", "services: {web: {image: \"x:1\", environment: {A: \"${KEY}\"}}}\n");
    write(".env", "KEY=1\n");
    imports.accept(imports.look(project, ""));
    Path keys = Files.writeString(scratch.resolve("keys.env"), "KEY=heron-7\n");
    Files.delete(root.resolve("blog/.env"));
    Files.createSymbolicLink(root.resolve("blog/.env"), keys);

    assertThatThrownBy(folders().get(new StackId("blog"))::prepare)
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(".env");
  }

  @Test
  void asksAgainWhenAMountMayWriteThatCouldOnlyRead() throws IOException {
    write("compose.yaml", "services: {web: {image: \"x:1\", volumes: [\"/etc:/e:ro\"]}}\n");
    imports.accept(imports.look(project, ""));
    StackFolder stack = folders().get(new StackId("blog"));
    stack.prepare();

    Files.writeString(
        root.resolve("blog/compose.yaml"),
        "services: {web: {image: \"x:1\", volumes: [\"/etc:/e\"]}}\n");

    assertThatThrownBy(stack::prepare)
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem()).isInstanceOf(DangersChanged.class));
  }

  @Test
  void aConsentThatCannotBeKeptLeavesNoStack() throws IOException {
    write("compose.yaml", "services: {web: {image: \"x:1\"}}\n");
    StackImport looked = imports.look(project, "");
    Files.writeString(root.resolve(".consents"), "in the way");

    assertThatThrownBy(() -> imports.accept(looked)).isInstanceOf(ProblemException.class);
    assertThat(root.resolve("blog")).doesNotExist();
  }

  @Test
  void takesNoNameOfTheCatalogue() throws IOException {
    write("compose.yaml", "services: {web: {image: \"x:1\"}}\n");

    assertThatThrownBy(() -> imports.look(project, "orchesity"))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().remedy()).contains("--name"));
    assertThat(left()).isEmpty();
  }

  @Test
  void removesOldCopiesThatNobodyAnsweredTo() throws IOException {
    write("compose.yaml", "services: {web: {image: \"x:1\"}}\n");
    Path old = imports.look(project, "one").copy();
    Path fresh = imports.look(project, "two").copy();
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));

    imports.drop(imports.look(project, "three"));

    assertThat(old).doesNotExist();
    assertThat(fresh).isDirectory();
  }

  private void write(String name, String content) throws IOException {
    Path file = project.resolve(name);
    Files.createDirectories(file.resolveSibling(".").normalize());
    Files.writeString(file, content);
  }

  private StackFolders folders() {
    return new StackFolders(root, new Templates());
  }

  private List<String> stacks() {
    return folders().list().stream().map(folder -> folder.id().value()).toList();
  }

  private List<String> left() throws IOException {
    try (var entries = Files.list(root)) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    }
  }
}
