// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
        .contains("models ", "chat ", "gateway ")
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
}
