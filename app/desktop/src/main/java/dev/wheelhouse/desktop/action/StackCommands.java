// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.action;

import dev.wheelhouse.desktop.command.Command;
import dev.wheelhouse.desktop.command.Commands;
import dev.wheelhouse.desktop.frame.CurrentStack;
import dev.wheelhouse.desktop.frame.Navigator;
import dev.wheelhouse.desktop.frame.Outside;
import dev.wheelhouse.desktop.frame.ScreenName;
import dev.wheelhouse.engine.stack.ServiceStatus;
import dev.wheelhouse.engine.stack.Stack;
import dev.wheelhouse.engine.stack.StackState;
import dev.wheelhouse.engine.stack.Stacks;
import java.util.ArrayList;
import java.util.List;

/** What the palette offers for stacks and their services. */
public final class StackCommands {
  private final Stacks stacks;
  private final CurrentStack current;
  private final StackActions actions;
  private final Navigator navigator;
  private final Outside outside;

  public StackCommands(
      Stacks stacks,
      CurrentStack current,
      StackActions actions,
      Navigator navigator,
      Outside outside) {
    this.stacks = stacks;
    this.current = current;
    this.actions = actions;
    this.navigator = navigator;
    this.outside = outside;
  }

  public void addTo(Commands commands) {
    commands.addSource(this::present);
  }

  private List<Command> present() {
    List<Command> commands = new ArrayList<>();
    for (Stack stack : stacks.list()) {
      if (stack.id().equals(current.get())) {
        addStack(commands, stack);
        stack.services().forEach(service -> addService(commands, stack, service));
      } else {
        commands.add(
            new Command("Switch to " + stack.title(), "Stack", () -> current.set(stack.id())));
      }
    }
    return commands;
  }

  private void addStack(List<Command> commands, Stack stack) {
    if (stack.state() != StackState.RUNNING) {
      commands.add(new Command("Start " + stack.title(), "Stack", () -> actions.start(stack)));
    }
    if (stack.state() != StackState.STOPPED) {
      commands.add(new Command("Stop " + stack.title(), "Stack", () -> actions.stop(stack)));
      commands.add(new Command("Restart " + stack.title(), "Stack", () -> actions.restart(stack)));
    }
  }

  private void addService(List<Command> commands, Stack stack, ServiceStatus service) {
    String name = service.name();
    commands.add(
        new Command(
            "Show " + service.title(), "Service", () -> navigator.go(ScreenName.STATUS, name)));
    commands.add(
        new Command(
            "Open the log of " + service.title(),
            "Service",
            () -> navigator.go(ScreenName.LOGS, name)));
    if (!service.webUrl().isEmpty()) {
      commands.add(
          new Command(
              "Open " + service.title() + " in the browser",
              "Service",
              () -> outside.open(service.webUrl())));
    }
    if (service.containerId() == null) {
      commands.add(
          new Command("Start " + service.title(), "Service", () -> actions.start(stack, name)));
    } else {
      commands.add(
          new Command("Restart " + service.title(), "Service", () -> actions.restart(stack, name)));
      commands.add(
          new Command("Stop " + service.title(), "Service", () -> actions.stop(stack, name)));
    }
  }
}
