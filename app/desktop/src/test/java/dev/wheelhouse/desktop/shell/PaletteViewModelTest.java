// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.desktop.command.Command;
import dev.wheelhouse.desktop.command.Commands;
import dev.wheelhouse.desktop.testing.DirectUiThread;
import dev.wheelhouse.desktop.testing.TestTasks;
import dev.wheelhouse.engine.problem.ChatProblem.NoModel;
import dev.wheelhouse.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaletteViewModelTest {
  private final Commands commands = new Commands();
  private final PaletteViewModel palette =
      new PaletteViewModel(commands, TestTasks.direct(new DirectUiThread()));

  @Test
  void withoutAQueryAllCommandsStandInTheirOrder() {
    commands.add(command("Go to Home"));
    commands.add(command("Back up now"));

    palette.open();

    assertThat(titles()).containsExactly("Go to Home", "Back up now");
  }

  @Test
  void whatWasTypedNarrowsTheListAndTheBestMatchIsFirst() {
    commands.add(command("Restart Redis exporter"));
    commands.add(command("Restart Redis"));
    commands.add(command("Go to Home"));
    palette.open();

    palette.queryProperty().set("redis");

    assertThat(titles()).containsExactly("Restart Redis", "Restart Redis exporter");
  }

  @Test
  void sourcesAreAskedEachTimeItOpens() {
    List<Command> conversations = new ArrayList<>();
    commands.addSource(() -> List.copyOf(conversations));
    palette.open();
    assertThat(titles()).isEmpty();

    conversations.add(command("Open the chat about sails"));
    palette.open();

    assertThat(titles()).containsExactly("Open the chat about sails");
  }

  @Test
  void aSourceThatFailsLeavesTheOthers() {
    commands.add(command("Go to Home"));
    commands.addSource(() -> {
      throw new ProblemException(new NoModel(List.of()));
    });

    palette.open();

    assertThat(titles()).containsExactly("Go to Home");
  }

  private List<String> titles() {
    return palette.results().stream().map(Command::title).toList();
  }

  private static Command command(String title) {
    return new Command(title, "Test", () -> {});
  }
}
