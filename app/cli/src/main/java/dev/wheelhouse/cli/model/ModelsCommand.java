// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli.model;

import dev.wheelhouse.cli.command.Command;
import dev.wheelhouse.cli.command.Session;
import dev.wheelhouse.engine.model.OllamaModel;
import dev.wheelhouse.engine.text.Sizes;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Parameters;

/** {@code wheelhouse models}: the models of Ollama. */
@picocli.CommandLine.Command(
    name = "models",
    description = "List, pull, show and remove models of Ollama.")
public final class ModelsCommand {

  /** {@code wheelhouse models list}. */
  @picocli.CommandLine.Command(name = "list", description = "List models.")
  public static final class ListCommand extends Command {
    public ListCommand(Session session) {
      super(session);
    }

    @Override
    protected void run() {
      List<OllamaModel> models = engine().models().list();
      if (json()) {
        output().json(models);
      } else if (models.isEmpty()) {
        output().line("There are no models yet; \"wheelhouse models pull NAME\" gets one.");
      } else {
        output()
            .table(
                List.of("MODEL", "SIZE", "PARAMETERS", "QUANTIZATION"),
                models.stream()
                    .map(model ->
                        List.of(
                            model.name(),
                            Sizes.bytes(model.sizeBytes()),
                            model.parameters(),
                            model.quantization()))
                    .toList());
      }
    }
  }

  /** {@code wheelhouse models pull}. */
  @picocli.CommandLine.Command(name = "pull", description = "Pull a model.")
  public static final class PullCommand extends Command {
    @Parameters(index = "0", paramLabel = "MODEL", description = "Such as llama3.2:1b.")
    private String name = "";

    public PullCommand(Session session) {
      super(session);
    }

    @Override
    protected void run() {
      job(
          "Pull " + name,
          control -> {
            engine().models().pull(name, control);
            return name;
          });
      if (json()) {
        output().json(Map.of("pulled", name));
      } else {
        output().line("pulled " + name);
      }
    }
  }

  /** {@code wheelhouse models show}. */
  @picocli.CommandLine.Command(name = "show", description = "Print what is known of a model.")
  public static final class ShowCommand extends Command {
    @Parameters(index = "0", paramLabel = "MODEL", description = "Its name.")
    private String name = "";

    public ShowCommand(Session session) {
      super(session);
    }

    @Override
    protected void run() {
      output().line(engine().models().show(name));
    }
  }

  /** {@code wheelhouse models rm}. */
  @picocli.CommandLine.Command(name = "rm", description = "Remove a model.")
  public static final class RemoveCommand extends Command {
    @Parameters(index = "0", paramLabel = "MODEL", description = "Its name.")
    private String name = "";

    public RemoveCommand(Session session) {
      super(session);
    }

    @Override
    protected void run() {
      engine().models().delete(name);
      if (json()) {
        output().json(Map.of("removed", name));
      } else {
        output().line("removed " + name);
      }
    }
  }
}
