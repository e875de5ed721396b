// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.shell;

import dev.wheelhouse.desktop.command.Command;
import dev.wheelhouse.desktop.command.Commands;
import dev.wheelhouse.desktop.command.Fuzzy;
import dev.wheelhouse.desktop.fx.UiTasks;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** What the palette finds. */
public final class PaletteViewModel {
  private static final int MOST = 60;

  private final Commands commands;
  private final UiTasks tasks;
  private final StringProperty query = new SimpleStringProperty("");
  private final ObservableList<Command> results = FXCollections.observableArrayList();
  private final List<Command> all = new ArrayList<>();
  private int opened;

  public PaletteViewModel(Commands commands, UiTasks tasks) {
    this.commands = commands;
    this.tasks = tasks;
    query.subscribe(this::search);
  }

  StringProperty queryProperty() {
    return query;
  }

  /** Best match first; without a query all commands in their own order. */
  ObservableList<Command> results() {
    return results;
  }

  /** Starts over with all that can be done now. */
  void open() {
    opened++;
    int round = opened;
    all.clear();
    all.addAll(commands.fixed());
    query.set("");
    search();
    for (var source : commands.sources()) {
      tasks.load(
          "Looking for commands",
          source,
          found -> {
            if (round == opened) {
              all.addAll(found);
              search();
            }
          },
          problem -> {});
    }
  }

  private void search() {
    String typed = query.get().strip();
    if (typed.isEmpty()) {
      results.setAll(all.stream().limit(MOST).toList());
      return;
    }
    record Match(Command command, int score) {}
    results.setAll(
        all.stream()
            .map(command -> new Match(command, Fuzzy.score(typed, command.searchText())))
            .filter(match -> match.score() != Fuzzy.NONE)
            .sorted(Comparator.comparingInt(Match::score).reversed())
            .limit(MOST)
            .map(Match::command)
            .toList());
  }
}
