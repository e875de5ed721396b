// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.read;

import dev.wheelhouse.engine.compose.ComposeDanger;
import dev.wheelhouse.engine.compose.ComposeProject;
import dev.wheelhouse.engine.compose.ComposeReading;
import dev.wheelhouse.engine.compose.ComposeService;
import dev.wheelhouse.engine.compose.Extension;
import dev.wheelhouse.engine.compose.load.ComposeModel;
import dev.wheelhouse.engine.compose.load.ComposeSources;
import dev.wheelhouse.engine.compose.load.ModelLoader;
import dev.wheelhouse.engine.compose.write.TreeDocument;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a Compose file into the model. Variables come from the {@code .env} beside it and from the
 * caller, who wins. The process's own environment is left out on purpose: a start from a terminal
 * and one from the window must build the same containers.
 */
public final class ComposeLoader {
  private ComposeLoader() {}

  /**
   * Reads the file, and the override beside it.
   *
   * @param variables win over {@code .env}; {@code COMPOSE_PROJECT_NAME} names the project
   * @throws dev.wheelhouse.engine.problem.ProblemException {@code ComposeInvalid} with the place
   */
  public static ComposeProject load(Path composeFile, Map<String, String> variables, Trust trust) {
    return load(ComposeSources.of(composeFile, variables), trust);
  }

  /**
   * Reads several files, each laid over those before it.
   *
   * @throws dev.wheelhouse.engine.problem.ProblemException {@code ComposeInvalid} with the place
   */
  public static ComposeProject load(ComposeSources sources, Trust trust) {
    Set<Path> named = new LinkedHashSet<>();
    ComposeModel model =
        ModelLoader.load(
            sources,
            (folder, file, place) -> {
              trust.checkFile(folder, file, place);
              named.add(file);
            });
    List<String> notices = new ArrayList<>();
    Fields top = new Fields(model.root());
    ServiceReader serviceReader = new ServiceReader(model, trust, notices);
    Fields entries = top.child("services");
    Map<String, ComposeService> services = new LinkedHashMap<>();
    for (String service : entries.names()) {
      services.put(service, serviceReader.read(service, entries.child(service)));
    }
    top.get("name");
    Extension extension = top.extension();
    ProjectReader reader = new ProjectReader(model, trust, notices);
    ComposeProject project =
        new ComposeProject(
            model.name(),
            sources.folder(),
            sources.files().getFirst(),
            services,
            reader.volumes(top),
            reader.networks(top),
            reader.files(top, "secrets"),
            reader.files(top, "configs"),
            extension,
            new ComposeReading(
                TreeDocument.of(model.root()),
                notices,
                List.copyOf(named),
                Dangers.of(model.root(), sources.folder())));
    top.done();
    return project;
  }

  /**
   * What the files come to, whether or not it can be run here: the document that {@code docker
   * compose config} writes, with secrets that people wrote into it.
   */
  public static Map<String, Object> document(ComposeSources sources, Trust trust) {
    return TreeDocument.of(ModelLoader.load(sources, trust::checkFile).root());
  }

  /**
   * What in these files reaches beyond their containers, to be shown before they are trusted. Reads
   * what {@link Trust#IMPORTED} may read, and runs nothing.
   *
   * @throws dev.wheelhouse.engine.problem.ProblemException {@code ComposeInvalid} with the place
   */
  public static List<ComposeDanger> dangers(ComposeSources sources) {
    return Dangers.of(
        ModelLoader.load(sources, Trust.IMPORTED::checkFile).root(), sources.folder());
  }

  /** The lines of the {@code .env} in that folder; none when there is no such file. */
  public static Map<String, String> environment(Path folder, Map<String, String> outer) {
    return ComposeSources.environment(folder, outer);
  }
}
