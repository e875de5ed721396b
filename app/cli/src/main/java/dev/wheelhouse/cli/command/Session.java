// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli.command;

import dev.wheelhouse.cli.output.Output;
import dev.wheelhouse.engine.Engine;
import dev.wheelhouse.engine.problem.HomeProblem.SetAside;
import dev.wheelhouse.engine.problem.Problem;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One run of the program: where it prints, and the engine, opened when a command needs it. */
public final class Session implements AutoCloseable {
  private final Output output;
  private final Supplier<Engine> open;
  private @Nullable Engine engine;
  private boolean json;

  public Session(Output output, Supplier<Engine> open) {
    this.output = output;
    this.open = open;
  }

  public Output output() {
    return output;
  }

  public Engine engine() {
    if (engine == null) {
      engine = open.get();
      engine.notices().subscribe(this::tell);
    }
    return engine;
  }

  /** A new file in the place of a broken one looks like lost data to those who are not told. */
  private void tell(Problem notice) {
    if (notice instanceof SetAside kept) {
      output.endProgress();
      output.remark(
          "wheelhouse: %s; the old one is kept as %s".formatted(kept.cause(), kept.keptAs()));
    }
  }

  /** Whether the command at work was asked for JSON. */
  public boolean json() {
    return json;
  }

  void json(boolean wanted) {
    json = wanted;
  }

  @Override
  public void close() {
    if (engine != null) {
      engine.close();
    }
  }
}
