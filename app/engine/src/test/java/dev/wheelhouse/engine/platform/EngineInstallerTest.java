// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.engine.job.JobControl;
import dev.wheelhouse.engine.platform.EngineInstaller.Machine;
import dev.wheelhouse.engine.platform.InstallPlan.ByHand;
import dev.wheelhouse.engine.platform.InstallPlan.ByPackage;
import dev.wheelhouse.engine.problem.EngineProblem.InstallFailed;
import dev.wheelhouse.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it installs packages of Linux")
class EngineInstallerTest {
  private static final String DEBIAN = "PRETTY_NAME=\"Debian\"\nID=debian\n";
  private static final String MINT = "ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n";
  private static final String FEDORA = "ID=fedora\n";

  @TempDir Path tools;
  private Path journal;

  @BeforeEach
  void provideTools() throws IOException {
    journal = tools.resolve("journal");
    for (String tool : List.of("apt-get", "systemctl", "service", "usermod")) {
      tool(tool, "echo \"" + tool + " $*\" | tee -a '" + journal + "'");
    }
  }

  @Test
  void installsThePackageAsRootAndStartsTheEngine() throws IOException {
    EngineInstaller installer = on("Linux", DEBIAN, "root", Map.of());
    ByPackage plan = (ByPackage) installer.plan(false);
    List<String> output = new ArrayList<>();

    installer.run(plan, output::add, JobControl.none());

    assertThat(Files.readString(journal))
        .startsWith("apt-get update\napt-get install -y docker.io\n")
        .containsAnyOf("systemctl enable --now docker\n", "service docker start\n")
        .doesNotContain("usermod");
    assertThat(output).contains("apt-get update");
  }

  @Test
  void asksInTheTerminalAndLetsTheUserUseTheEngine() throws IOException {
    tool("sudo", "shift; exec \"$@\"");
    EngineInstaller installer = on("Linux", MINT, "ada", Map.of());
    ByPackage plan = (ByPackage) installer.plan(true);
    assertThat(plan.command()).startsWith(tools.resolve("sudo").toString(), "--");
    assertThat(plan.steps()).anyMatch(step -> step.contains("root on this machine"));

    installer.run(plan, line -> {}, JobControl.none());

    assertThat(Files.readString(journal)).endsWith("usermod -aG docker ada\n");
  }

  @Test
  void asksInAWindowWhereThereIsNoTerminal() throws IOException {
    tool("sudo", "exit 9");
    tool("pkexec", "exec \"$@\"");

    ByPackage plan = (ByPackage) on("Linux", DEBIAN, "ada", Map.of("DISPLAY", ":0")).plan(false);

    assertThat(plan.command().getFirst()).isEqualTo(tools.resolve("pkexec").toString());
  }

  @Test
  void saysWhatToTypeWhenNobodyCanBeAsked() throws IOException {
    tool("pkexec", "exit 9");
    tool("sudo", "exit 9");

    ByHand plan = (ByHand) on("Linux", DEBIAN, "ada", Map.of()).plan(false);

    assertThat(plan.steps())
        .containsExactly("As root, run: apt-get install docker.io && usermod -aG docker ada");
  }

  @Test
  void namesThePageOfTheMakerElsewhere() {
    assertThat(on("Linux", FEDORA, "root", Map.of()).plan(true)).isInstanceOf(ByHand.class);
    assertThat(on("Mac OS X", "", "ada", Map.of()).plan(true)).isInstanceOf(ByHand.class);
    ByHand windows = (ByHand) on("Windows 11", "", "ada", Map.of()).plan(true);
    assertThat(windows.page().getHost()).isEqualTo("docs.docker.com");
    assertThat(windows.steps()).containsExactly("Install Docker Desktop, and start it once.");
  }

  @Test
  void stopsAtTheFirstFailureAndShowsWhatWasSaid() throws IOException {
    tool("apt-get", "echo \"E: no network\" >&2; exit 100");
    EngineInstaller installer = on("Linux", DEBIAN, "root", Map.of());
    ByPackage plan = (ByPackage) installer.plan(false);

    assertThatThrownBy(() -> installer.run(plan, line -> {}, JobControl.none()))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problem())
                    .isEqualTo(new InstallFailed(List.of("E: no network", "exit status 100"))));
    assertThat(journal).doesNotExist();
  }

  @Test
  void takesAHostileUserNameAsAName() throws IOException {
    tool("sudo", "shift; exec \"$@\"");
    EngineInstaller installer = on("Linux", DEBIAN, "x; touch " + tools + "/owned", Map.of());

    installer.run((ByPackage) installer.plan(true), line -> {}, JobControl.none());

    assertThat(tools.resolve("owned")).doesNotExist();
  }

  private EngineInstaller on(
      String system, String release, String user, Map<String, String> environment) {
    Map<String, String> all = new java.util.HashMap<>(environment);
    all.put("PATH", tools + ":/usr/bin:/bin");
    return new EngineInstaller(all, new Machine(system, release, user));
  }

  private void tool(String name, String script) throws IOException {
    Path file = tools.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }
}
