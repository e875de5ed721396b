// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.action;

import dev.wheelhouse.desktop.frame.Navigator;
import dev.wheelhouse.desktop.frame.Outside;
import dev.wheelhouse.desktop.frame.ScreenName;
import dev.wheelhouse.desktop.fx.UiTasks;
import dev.wheelhouse.engine.docker.DockerConnection;
import dev.wheelhouse.engine.problem.BackupProblem;
import dev.wheelhouse.engine.problem.ChatProblem;
import dev.wheelhouse.engine.problem.EngineProblem;
import dev.wheelhouse.engine.problem.EngineProblem.EngineForbidden;
import dev.wheelhouse.engine.problem.EngineProblem.EngineUnreachable;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.problem.StackProblem;
import dev.wheelhouse.engine.problem.StackProblem.ImageMissing;
import dev.wheelhouse.engine.problem.StackProblem.OutOfMemory;
import dev.wheelhouse.engine.problem.StackProblem.PortTaken;
import dev.wheelhouse.engine.problem.StackProblem.ServiceExited;
import dev.wheelhouse.engine.problem.StackProblem.Unhealthy;
import dev.wheelhouse.engine.stack.Stack;
import java.util.List;

/** Knows which buttons help against a problem, the best first. */
public final class Remedies {
  /** Installs an engine on Debian and Ubuntu, after asking. */
  public static final String INSTALL_ENGINE = "wheelhouse engine install";

  private final StackActions actions;
  private final DockerConnection docker;
  private final UiTasks tasks;
  private final Navigator navigator;
  private final Outside outside;

  public Remedies(
      StackActions actions,
      DockerConnection docker,
      UiTasks tasks,
      Navigator navigator,
      Outside outside) {
    this.actions = actions;
    this.docker = docker;
    this.tasks = tasks;
    this.navigator = navigator;
    this.outside = outside;
  }

  /** Buttons against a problem of a stack. */
  public List<Remedy> of(Problem problem, Stack stack) {
    return switch (problem) {
      case EngineProblem engine -> ofEngine(engine);
      case StackProblem own -> ofStack(own, stack);
      case BackupProblem _ ->
          List.of(new Remedy("Open backups", () -> navigator.go(ScreenName.BACKUPS)));
      case ChatProblem _ ->
          List.of(new Remedy("Open settings", () -> navigator.go(ScreenName.SETTINGS)));
      case Problem _ -> List.of(retry(stack));
    };
  }

  /** Buttons against a problem of the Docker engine. */
  public List<Remedy> ofEngine(EngineProblem problem) {
    Remedy again = new Remedy("Look again", this::lookAgain);
    return switch (problem) {
      case EngineUnreachable _ ->
          List.of(again, new Remedy("Chat without an engine", () -> navigator.go(ScreenName.CHAT)));
      case EngineForbidden _ ->
          List.of(
              again,
              new Remedy(
                  "Copy the command", () -> outside.copy("sudo usermod -aG docker \"$USER\"")));
      case EngineProblem _ -> List.of(again);
    };
  }

  private List<Remedy> ofStack(StackProblem problem, Stack stack) {
    return switch (problem) {
      case PortTaken taken when taken.variable().isEmpty() -> List.of(retry(stack));
      case PortTaken taken ->
          List.of(
              new Remedy(
                  "Choose another port", () -> actions.chooseFreePort(stack, taken.variable())),
              retry(stack));
      case ImageMissing _ -> List.of(retry(stack));
      case ServiceExited exited -> List.of(retry(stack), logs(exited.service()));
      case OutOfMemory full -> List.of(retry(stack), logs(full.service()));
      case Unhealthy sick ->
          List.of(
              new Remedy("Restart " + sick.service(), () -> actions.restart(stack, sick.service())),
              logs(sick.service()));
      case StackProblem _ -> List.of(retry(stack));
    };
  }

  private Remedy retry(Stack stack) {
    return new Remedy("Start again", () -> actions.start(stack));
  }

  private Remedy logs(String service) {
    return new Remedy("Open its log", () -> navigator.go(ScreenName.LOGS, service));
  }

  private void lookAgain() {
    tasks.load("Looking for an engine", docker::refresh, state -> {}, problem -> {});
  }
}
