// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wheelhouse.engine.platform.WheelhouseHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What needs no Docker engine: usage, and saying that there is none. */
class MainTest {
  @TempDir private Path home;

  private Run run(String... arguments) {
    return Run.of(home, "unix://" + home.resolve("no-engine.sock"), arguments);
  }

  @Test
  void helpListsEveryCommandAndTheExitStatuses() {
    Run help = run("--help");

    assertThat(help.status()).isZero();
    assertThat(help.out())
        .contains("up ", "down ", "restart ", "status ", "logs ", "backup ", "stack ", "engine ")
        .contains("models ", "chat ", "gateway ", "doctor ")
        .contains("0 done, 1 failed", "2 wrong");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "up --nonsense",
        "up --timeout soon",
        "backup",
        "backup verify --level L9",
        "backup restore",
        "engine",
        "gateway status now",
        "gateway keys create app --expires-in-days 0",
        "gateway keys create app --expires-in-days 36501",
        "gateway keys create app --expires-in-days 99999999999",
        "gateway keys create app --model=",
        "gateway keys create app --model a,,b",
        "doctor local-ai redis",
        "stack config local-ai redis",
        "chat",
        "logs --level LOUD"
      })
  void wrongUsageExitsWithTwoAndShowsTheRightOne(String line) {
    Run wrong = run(line.split(" ", -1));

    assertThat(wrong.status()).isEqualTo(2);
    assertThat(wrong.out()).isEmpty();
    assertThat(wrong.error()).contains("Usage: wheelhouse");
  }

  @Test
  void anUnknownCommandIsNamed() {
    Run wrong = run("stats");

    assertThat(wrong.status()).isEqualTo(2);
    assertThat(wrong.error()).contains("'stats'", "status");
  }

  @ParameterizedTest
  @ValueSource(strings = {"up", "down", "restart", "status", "engine status", "backup create"})
  void withoutAnEngineItSaysSoAndWhatToDo(String line) {
    Run failed = run(line.split(" ", -1));

    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.out()).isEmpty();
    assertThat(failed.error())
        .contains("No Docker engine answers", "no-engine.sock", "→ Start Docker Desktop");
  }

  @Test
  void installSaysWhatToDoWhereItCannot() {
    // without PATH there is no package manager
    Run failed = run("engine", "install", "--yes");

    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.error())
        .contains("cannot install a Docker engine here", "https://docs.docker.com/");
  }

  @Test
  void withJsonAProblemIsTheDocument() {
    Run failed = run("status", "--json");

    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.json().at("/error/code").asText()).isEqualTo("engine-unreachable");
    assertThat(failed.json().at("/error/remedy").asText()).isNotBlank();
    assertThat(failed.error()).contains("No Docker engine answers");
  }

  @Test
  void anImportShowsWhatIsDangerousBeforeItAsksAlsoWithJson() throws IOException {
    Path project = Files.createDirectories(home.resolve("their project"));
    Files.writeString(
        project.resolve("compose.yaml"),
        "services: {web: {image: \"x:1\", privileged: true, labels: {\"a\\e[2Jb\": c}}}\n");

    Run asked = run("stack", "import", project.toString(), "--name", "their", "--json");
    Run taken = run("stack", "import", project.toString(), "--name", "their", "--json", "--yes");

    assertThat(asked.status()).isEqualTo(1);
    assertThat(asked.error())
        .contains("What their could do beyond its containers", "privileged", "nobody can be asked");
    assertThat(asked.json().at("/error/code").asText()).isEqualTo("bad-input");
    assertThat(taken.done().json().at("/dangers/0/key").asText()).contains("privileged");
    assertThat(taken.error()).doesNotContain("beyond its containers");
  }

  @Test
  void aWrongStackNameIsToldWithTheKnownOnes() {
    Run failed = run("up", "local-aj");

    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.error()).contains("There is no stack \"local-aj\"", "known stacks: local-ai");
  }

  @Test
  void aWrongServiceNameIsToldWithTheKnownOnes() {
    Run failed = run("restart", "local-ai", "postgers");

    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.error()).contains("no service \"postgers\"", "postgres", "redis");
  }

  @Test
  void aWrongBackupNameIsTold() {
    Run failed = run("backup", "show", "nothing");

    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.error()).contains("There is no backup \"nothing\"", "no backups yet");
  }

  @Test
  void anEmptyListOfBackupsSaysHowToMakeOne() {
    assertThat(run("backup", "list").out()).contains("wheelhouse backup create");
    assertThat(run("backup", "list", "--json").json()).isEmpty();
  }

  @Test
  void stacksAreListedWithoutAnEngine() {
    Run list = run("stack", "list", "--json");

    assertThat(list.status()).isZero();
    assertThat(list.json().findValuesAsText("stack")).contains("local-ai");
    assertThat(list.json().get(0).get("state").asText()).isEqualTo("unknown");
  }

  @Test
  void anAgeThatIsNoneIsRefused() {
    Run failed = run("logs", "--since", "yesterday");

    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.error()).contains("--since yesterday", "10m");
  }

  @Test
  void theDoctorTellsEveryFindingAndFailsForWhatIsBad() {
    Run failed = run("doctor");
    Run json = run("doctor", "--json");

    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.out())
        .containsPattern("(?m)^bad +Docker engine +No Docker engine answers$")
        .containsPattern("(?m)^good +Gateway +\\S")
        .containsPattern("(?m)^\\w+ +Disk +\\S");
    assertThat(failed.error())
        .contains("wheelhouse: No Docker engine answers", "→ Start Docker Desktop");
    assertThat(json.status()).isEqualTo(1);
    assertThat(json.error()).contains("No Docker engine answers");
    JsonNode engine = json.json().path(0);
    assertThat(engine.path("name").asText()).isEqualTo("Docker engine");
    assertThat(engine.path("verdict").asText()).isEqualTo("bad");
    assertThat(engine.path("remedy").asText()).startsWith("Start Docker Desktop");
    assertThat(engine.path("evidence")).isNotEmpty();
  }

  @Test
  void theDoctorKnowsNoStackOfAWrongName() {
    Run failed = run("doctor", "local-aj");

    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.out()).isEmpty();
    assertThat(failed.error()).contains("There is no stack \"local-aj\"");
  }

  @Test
  void aGatewayThatNobodyRunsIsOff() {
    assertThat(run("gateway", "status").done().out()).startsWith("off; ");
    assertThat(run("gateway", "status", "--json").done().json().path("state").asText())
        .isEqualTo("off");
  }

  @Test
  void aClientKeyIsMadeListedWithoutItsSecretAndRevoked() {
    String token =
        run("gateway", "keys", "create", "editor", "--model", "llama*").done().out().strip();
    assertThat(token).startsWith("whk-");

    Run listed = run("gateway", "keys", "list").done();
    assertThat(listed.out()).contains("editor", "active", "llama*").doesNotContain(token);

    String id = run("gateway", "keys", "list", "--json").done().json().path(0).path("id").asText();
    assertThat(run("gateway", "keys", "revoke", id).done().out()).startsWith("revoked: editor");
    assertThat(run("gateway", "keys", "list").out()).contains("revoked");
    Run undone = run("gateway", "keys", "revoke", "--undo", id, "--json").done();
    assertThat(undone.json().path("state").asText()).isEqualTo("active");
    assertThat(run("gateway", "keys", "revoke", "nobody").status()).isEqualTo(1);
  }

  @Test
  void aGatewayThatDoesNotAnswerIsAFailure() throws IOException {
    // another process of this home says that it listens there, and nobody does
    ProcessHandle other = ProcessHandle.current().parent().orElseThrow();
    long start = other.info().startInstant().orElseThrow().toEpochMilli();
    Files.createDirectories(home.resolve("data"));
    Files.writeString(
        WheelhouseHome.find(Map.of("WHEELHOUSE_HOME", home.toString()))
            .data()
            .resolve("gateway.json"),
        "{\"process\":\"%d %d\",\"port\":9}".formatted(other.pid(), start));

    Run failed = run("gateway", "status");

    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.out()).isEmpty();
    assertThat(failed.error())
        .contains("The gateway at http://127.0.0.1:9 does not answer", "→ Close the Wheelhouse");
  }

  @Test
  void theEffectiveComposeFileIsPrinted() throws IOException {
    run("stack", "config").done();
    Path folder = WheelhouseHome.find(Map.of("WHEELHOUSE_HOME", home.toString())).stacks();
    Files.writeString(folder.resolve("local-ai/.env"), "GRAFANA_PORT=3999\n");

    JsonNode config = run("stack", "config", "--json").done().json();
    String text = run("stack", "config", "local-ai").done().out();

    assertThat(config.path("name").asText()).isEqualTo("local-ai");
    assertThat(config.at("/services/front-door/environment/GRAFANA_PORT").asText())
        .isEqualTo("3999");
    assertThat(config.at("/secrets/redis_password/file").asText())
        .isEqualTo(folder.resolve("local-ai/secrets/redis_password").toString());
    assertThat(text).startsWith("name: local-ai").contains("GRAFANA_PORT: '3999'");
  }

  @Test
  void noSecretIsInTheEffectiveComposeFile() throws IOException {
    run("stack", "config").done();
    Path folder = WheelhouseHome.find(Map.of("WHEELHOUSE_HOME", home.toString())).stacks();
    Path file = folder.resolve("local-ai/compose.yaml");
    Files.createDirectories(folder.resolve("local-ai/secrets"));
    Files.writeString(folder.resolve("local-ai/secrets/redis_password"), "heron-in-a-file");
    Files.writeString(folder.resolve("local-ai/.env"), "MY_KEY=heron-in-a-variable\n");
    Files.writeString(
        file,
        Files.readString(file)
            .replace("ANONYMIZED_TELEMETRY: \"FALSE\"", "CHROMA_API_KEY: ${MY_KEY}"));

    Run text = run("stack", "config").done();
    Run json = run("stack", "config", "--json").done();

    assertThat(text.out()).contains("CHROMA_API_KEY: '[hidden]'").doesNotContain("heron");
    assertThat(json.out()).doesNotContain("heron");
  }

  @Test
  void theConfigOfAnUnknownStackIsAFailure() {
    Run failed = run("stack", "config", "local-aj");

    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.error()).contains("There is no stack \"local-aj\"");
  }

  @Test
  void theConfigOfFilesIsPrintedWhole() throws IOException {
    Path file = home.resolve("base.yaml");
    Files.writeString(
        file,
        "name: demo\nservices: {web: {image: \"x:${TAG}\"}, off: {image: y, profiles: [more]}}\n");
    Path over = home.resolve("over.yaml");
    Files.writeString(over, "services: {web: {environment: {API_KEY: \"$${HERON}\"}}}\n");
    Path variables = Files.writeString(home.resolve("my.env"), "TAG=7\n");
    String files = "stack config -f " + file + " -f " + over + " --env-file " + variables;

    Run plain = run((files + " --json").split(" ", -1)).done();
    Run more = run((files + " --profile more").split(" ", -1)).done();

    assertThat(plain.json().at("/services/web/image").asText()).isEqualTo("x:7");
    assertThat(plain.json().at("/services/web/environment/API_KEY").asText())
        .isEqualTo("$${HERON}");
    assertThat(plain.json().at("/services/off").isMissingNode()).isTrue();
    assertThat(more.out()).startsWith("name: demo").contains("  off:");
    assertThat(run("stack", "config", "local-ai", "-f", file.toString()).status()).isEqualTo(2);
  }

  @Test
  void anImportNeedsAYesAndMakesAStack() throws IOException {
    Path project = Files.createDirectories(home.resolve("my-shop"));
    Files.writeString(
        project.resolve("docker-compose.yml"),
        "services: {web: {image: nginx, ports: [\"8080:80\"], volumes: [\"/etc:/e\"]}}\n");

    Run asked = run("stack", "import", project.toString());
    Run taken = run("stack", "import", project.toString(), "--yes", "--json").done();

    assertThat(asked.status()).isEqualTo(1);
    assertThat(asked.error())
        .contains(
            "! mount of /etc", "services.web.volumes[0]", "port 80 on every address", "--yes");
    assertThat(taken.json().at("/stack").asText()).isEqualTo("my-shop");
    assertThat(taken.json().at("/dangers").size()).isEqualTo(3);
    assertThat(run("stack", "list").done().out()).contains("my-shop");
    assertThat(run("stack", "import", project.toString(), "--yes").error())
        .contains("there is a stack of that name");
  }
}
