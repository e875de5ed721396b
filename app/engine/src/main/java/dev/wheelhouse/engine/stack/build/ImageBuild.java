// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.build;

import dev.wheelhouse.engine.compose.ComposeBuild;
import dev.wheelhouse.engine.compose.ComposeService;
import dev.wheelhouse.engine.docker.BuildSpec;
import dev.wheelhouse.engine.docker.Docker;
import dev.wheelhouse.engine.docker.ImageInfo;
import dev.wheelhouse.engine.event.Subscription;
import dev.wheelhouse.engine.problem.EngineProblem;
import dev.wheelhouse.engine.problem.InputProblem;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.problem.StackProblem;
import dev.wheelhouse.engine.stack.plan.Labels;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
   * @param project whose image it is
   * @throws ProblemException {@code BuildFailed} with what the builder said last; {@code BadInput}
   *     when one of its names is that of an image that was not built for the project
   */
  public void run(
      String project, ComposeService service, ComposeBuild build, Consumer<Subscription> cancel) {
    List<String> tags = new ArrayList<>(List.of(service.image()));
    tags.addAll(build.tags());
    tags.forEach(tag -> requireOwn(tag, project));
    Map<String, String> labels = new LinkedHashMap<>(build.labels());
    labels.put(Labels.BUILT_FOR, project);
    try (BuildContext context = BuildContext.pack(build);
        InputStream tar = context.open()) {
      BuildSpec spec =
          new BuildSpec(
              tags,
              context.dockerfile(),
              build.arguments(),
              build.target(),
              labels,
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

  /** Another stack may run what has that name now, and would get this image at its next start. */
  private void requireOwn(String tag, String project) {
    Optional<ImageInfo> there = docker.image(tag);
    if (there.isEmpty()) {
      return;
    }
    Map<String, String> labels = there.get().labels();
    boolean own =
        project.equals(labels.get(Labels.BUILT_FOR)) || project.equals(labels.get(Labels.PROJECT));
    if (!own) {
      throw new ProblemException(
          new InputProblem.BadInput(
              "The image name \"" + tag + "\" of a build",
              "the engine has an image of that name that was not built for \"" + project + "\"",
              "Choose another name (image, build.tags) in the Compose file, or remove that image"
                  + " if nobody needs it."));
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
