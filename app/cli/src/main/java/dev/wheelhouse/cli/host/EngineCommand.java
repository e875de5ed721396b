// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli.host;

import dev.wheelhouse.cli.command.Command;
import dev.wheelhouse.cli.command.Session;
import dev.wheelhouse.engine.docker.DockerConnection.State;
import dev.wheelhouse.engine.docker.EngineInfo;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.text.Sizes;

/** {@code wheelhouse engine}: the Docker engine. */
@picocli.CommandLine.Command(name = "engine", description = "Ask for or install the Docker engine.")
public final class EngineCommand {

  /** {@code wheelhouse engine status}. */
  @picocli.CommandLine.Command(
      name = "status",
      description = "Say which engine answers, and where.")
  public static final class StatusCommand extends Command {
    public StatusCommand(Session session) {
      super(session);
    }

    @Override
    protected void run() {
      State state = engine().connection().refresh();
      if (state instanceof State.Disconnected disconnected) {
        throw new ProblemException(disconnected.problem());
      }
      EngineInfo info = engine().connection().docker().info();
      if (json()) {
        output().json(info);
        return;
      }
      output().line(info.product() + " " + info.version() + " (API " + info.apiVersion() + ")");
      output().line("  at      " + info.endpoint());
      output().line("  system  " + info.operatingSystem());
      output().line("  size    " + info.cpus() + " CPUs, " + Sizes.memory(info.memoryBytes()));
      output().line("  data    " + info.dataRoot());
    }
  }
}
