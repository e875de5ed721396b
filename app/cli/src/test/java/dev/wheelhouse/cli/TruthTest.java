// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.engine.platform.WheelhouseHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is missing or broken is named as what it is. */
class TruthTest {
  @TempDir private Path home;
  private WheelhouseHome places;

  @BeforeEach
  void noOllamaAnywhere() throws IOException {
    places = WheelhouseHome.find(Map.of("WHEELHOUSE_HOME", home.toString()));
    Files.createDirectories(places.settings().getParent());
    Files.writeString(places.settings(), "{\"ollamaUrl\": \"http://127.0.0.1:1\"}\n");
  }

  private Run run(String... arguments) {
    return Run.of(home, "unix://" + home.resolve("no-engine.sock"), arguments);
  }

  @ParameterizedTest
  @ValueSource(strings = {"models list", "models show x", "chat hello", "stack show"})
  void withoutAnEngineNoStackIsBlamed(String line) {
    Run failed = run(line.split(" ", -1));

    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.error())
        .contains("No Docker engine answers", "→ Start Docker Desktop")
        .doesNotContain("is stopped", "tart a stack");
  }

  @Test
  void theDoctorBlamesTheEngineForMissingModels() {
    assertThat(run("doctor").out())
        .containsPattern("(?m)^attention +Models +No Docker engine answers$")
        .containsPattern("(?m)^good +Stack files +\\S");
  }

  @Test
  void theDoctorSeesThatNothingCanBeWrittenInTheFolder() throws IOException {
    Files.createDirectories(places.data().getParent());
    Files.writeString(places.data(), "in the way");

    Run failed = run("doctor");

    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.out()).containsPattern("(?m)^bad +Disk +Wheelhouse cannot write in its fold");
    assertThat(failed.out() + failed.error())
        .contains(places.data() + " is not a folder", "WHEELHOUSE_HOME");
  }

  @Test
  void aBrokenComposeFileIsTheAnswerOfStatus() throws IOException {
    run("stack", "config").done();
    Path file = places.stacks().resolve("local-ai/compose.yaml");
    Files.writeString(file, "services:\n  a: [\n");

    for (Run failed : new Run[] {run("status"), run("status", "--json")}) {
      assertThat(failed.status()).isEqualTo(1);
      assertThat(failed.error()).contains(file + ":", "not valid YAML", "→ Look at the brackets");
    }
    assertThat(run("status", "--json").json().at("/error/code").asText())
        .isEqualTo("compose-invalid");
    assertThat(run("doctor").out())
        .containsPattern("(?m)^bad +Stack files +\\Q" + file + "\\E:.*not valid YAML");
  }

  @Test
  void aBrokenEnvironmentFileIsNamedWithItsFolder() throws IOException {
    run("stack", "config").done();
    Path file = places.stacks().resolve("local-ai/.env");
    Files.writeString(file, "A=\"open\n");

    Run failed = run("status");

    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.error()).contains(file + ":1");
  }

  @Test
  void aDatabaseThatIsSetAsideIsTold() throws IOException {
    Files.createDirectories(places.database().getParent());
    Files.writeString(places.database(), "no database, but a text ".repeat(500));

    String error = run("chat", "hello").error();

    assertThat(error.lines().filter(line -> line.contains("is kept as")))
        .singleElement()
        .asString()
        .startsWith("wheelhouse: The database could not be read")
        .contains(places.database().getFileName() + ".");
  }

  @ParameterizedTest
  @ValueSource(strings = {"logs -n -5", "up --timeout=0", "up --timeout=-5"})
  void aNumberThatMeansNothingIsWrongUsage(String line) {
    Run wrong = run(line.split(" ", -1));

    assertThat(wrong.status()).isEqualTo(2);
    assertThat(wrong.error()).contains("Usage: wheelhouse");
  }
}
