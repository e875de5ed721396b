// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli.host;

import dev.wheelhouse.cli.command.Command;
import dev.wheelhouse.cli.command.Session;
import dev.wheelhouse.engine.docker.DockerConnection.State;
import dev.wheelhouse.engine.docker.EngineInfo;
import dev.wheelhouse.engine.platform.InstallPlan;
import dev.wheelhouse.engine.platform.InstallPlan.ByHand;
import dev.wheelhouse.engine.platform.InstallPlan.ByPackage;
import dev.wheelhouse.engine.problem.EngineProblem.InstallByHand;
import dev.wheelhouse.engine.problem.InputProblem.BadInput;
import dev.wheelhouse.engine.problem.InputProblem.Cancelled;
import dev.wheelhouse.engine.problem.ProblemException;
import java.io.Console;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code wheelhouse engine install}: says what it would do, asks, and does it. */
@picocli.CommandLine.Command(
    name = "install",
    description = "Install a Docker engine (Debian and Ubuntu), after asking.")
public final class InstallCommand extends Command {
  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  private boolean yes;

  public InstallCommand(Session session) {
    super(session);
  }

  @Override
  protected void run() {
    Optional<EngineInfo> present = engine().connection().refresh().engine();
    if (present.isPresent()) {
      done("present", present);
      return;
    }
    Optional<Console> console = Optional.ofNullable(System.console()).filter(Console::isTerminal);
    InstallPlan plan = engine().installer().plan(console.isPresent());
    switch (plan) {
      case ByHand byHand ->
          throw new ProblemException(new InstallByHand(byHand.steps(), byHand.page().toString()));
      case ByPackage byPackage -> {
        ask(byPackage, console);
        install(byPackage);
      }
    }
  }

  private void ask(ByPackage plan, Optional<Console> console) {
    plan.steps().forEach(step -> output().remark("  · " + step));
    if (yes) {
      return;
    }
    if (console.isEmpty()) {
      throw new ProblemException(
          new BadInput(
              "The command",
              "nobody can be asked here",
              "Run it in a terminal, or add --yes after reading the steps above."));
    }
    output().prompt("Go on? [y/N] ");
    String answer = console.get().readLine();
    if (answer == null || !answer.strip().equalsIgnoreCase("y")) {
      throw new ProblemException(new Cancelled("The installation"));
    }
  }

  private void install(ByPackage plan) {
    job(
        "Install the Docker engine",
        control -> {
          engine().installer().run(plan, line -> output().remark("  " + line), control);
          return true;
        });
    State state = engine().connection().refresh();
    if (state instanceof State.Disconnected disconnected) {
      // installed, but for example only after the next login
      throw new ProblemException(disconnected.problem());
    }
    done("installed", state.engine());
  }

  private void done(String result, Optional<EngineInfo> info) {
    if (json()) {
      Map<String, Object> view = new LinkedHashMap<>();
      view.put("result", result);
      info.ifPresent(engine -> view.put("engine", engine));
      output().json(view);
      return;
    }
    info.ifPresent(engine ->
        output()
            .line(
                "%s %s answers at %s"
                    .formatted(engine.product(), engine.version(), engine.endpoint())));
  }
}
