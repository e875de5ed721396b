// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.build;

import dev.wheelhouse.engine.compose.ComposeBuild;
import dev.wheelhouse.engine.compose.ComposeService;
import dev.wheelhouse.engine.docker.BuildSpec;
import dev.wheelhouse.engine.docker.Docker;
import dev.wheelhouse.engine.event.Subscription;
import dev.wheelhouse.engine.problem.EngineProblem;
import dev.wheelhouse.engine.problem.InputProblem;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.problem.StackProblem;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** Builds the image of a service. */
public final class ImageBuild {
  private static final int LAST_LINES = 20;

  private final Docker docker;
  private final Consumer<String> progress;
  private final Deque<String> last = new ArrayDeque<>();

  /**
   * On that engine.
   *
   * @param progress gets each step
   */
  public ImageBuild(Docker docker, Consumer<String> progress) {
    this.docker = docker;
    this.progress = progress;
  }

  /**
   * Runs to the end.
   *
   * @throws ProblemException {@code BuildFailed} with what the builder said last
   */
  public void run(ComposeService service, ComposeBuild build, Consumer<Subscription> cancel) {
    List<String> tags = new ArrayList<>(List.of(service.image()));
    tags.addAll(build.tags());
    try (BuildContext context = BuildContext.pack(build);
        InputStream tar = context.open()) {
      BuildSpec spec =
          new BuildSpec(
              tags,
              context.dockerfile(),
              build.arguments(),
              build.target(),
              build.labels(),
              build.network(),
              build.extraHosts(),
              build.cacheFrom(),
              build.shmBytes(),
              build.fresh(),
              build.pull());
      docker.build(spec, tar, this::line, cancel);
    } catch (IOException e) {
      throw new ProblemException(
          new InputProblem.FileTrouble(build.context().toString(), String.valueOf(e.getMessage())),
          e);
    } catch (ProblemException e) {
      throw e.problem() instanceof EngineProblem.EngineRefused refused
          ? new ProblemException(
              new StackProblem.BuildFailed(service.name(), refused.message(), List.copyOf(last)), e)
          : e;
    }
  }

  private void line(String line) {
    last.addLast(line);
    if (last.size() > LAST_LINES) {
      last.removeFirst();
    }
    if (line.startsWith("Step ")) {
      progress.accept(line);
    }
  }
}
