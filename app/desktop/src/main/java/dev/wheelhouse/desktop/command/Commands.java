// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** The catalogue of what can be done. Filled while the window is wired; UI thread only. */
public final class Commands {
  private final List<Command> fixed = new ArrayList<>();
  private final List<Callable<List<Command>>> sources = new ArrayList<>();

  /** Adds a command that is always there. */
  public void add(Command command) {
    fixed.add(command);
  }

  /**
   * Adds commands that depend on what there is, such as one for each conversation.
   *
   * @param source asked whenever the palette opens, away from the UI thread, so it may block; its
   *     commands' actions run on the UI thread
   */
  public void addSource(Callable<List<Command>> source) {
    sources.add(source);
  }

  public List<Command> fixed() {
    return List.copyOf(fixed);
  }

  public List<Callable<List<Command>>> sources() {
    return List.copyOf(sources);
  }
}
