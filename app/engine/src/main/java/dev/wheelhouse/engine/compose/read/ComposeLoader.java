// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.read;

import dev.wheelhouse.engine.compose.ComposeProject;
import dev.wheelhouse.engine.compose.ComposeService;
import dev.wheelhouse.engine.compose.Extension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads a Compose file into the model. Variables come from the {@code .env} beside it and from the
 * caller, who wins. The process's own environment is left out on purpose: a start from a terminal
 * and one from the window must build the same containers.
 */
public final class ComposeLoader {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]*");
  private static final String NAME_VARIABLE = "COMPOSE_PROJECT_NAME";

  private ComposeLoader() {}

  /**
   * Reads the file.
   *
   * @param variables win over {@code .env}; {@code COMPOSE_PROJECT_NAME} names the project
   * @throws dev.wheelhouse.engine.problem.ProblemException {@code ComposeInvalid} with the place
   */
  public static ComposeProject load(Path composeFile, Map<String, String> variables, Trust trust) {
    Path file = composeFile.toAbsolutePath().normalize();
    Path folder = file.resolveSibling(".").normalize();
    Map<String, String> known = new LinkedHashMap<>(environment(folder, variables));
    known.putAll(variables);
    String name = name(file, folder, known);
    known.put(NAME_VARIABLE, name);
    Fields top = new Fields(YamlReader.read(file, new Interpolation(known)));
    top.get("version");
    top.get("name");
    if (top.has("include")) {
      throw top.place("include")
          .invalid("the key \"include\" is not supported: a stack is one file");
    }
    return project(new ProjectReader(name, folder), file, top, new Source(name, known, trust));
  }

  /** The lines of the {@code .env} in that folder; none when there is no such file. */
  public static Map<String, String> environment(Path folder, Map<String, String> outer) {
    Path file = folder.resolve(".env");
    return Files.isRegularFile(file) ? DotEnv.read(file, outer) : Map.of();
  }

  private record Source(String name, Map<String, String> variables, Trust trust) {}

  private static ComposeProject project(
      ProjectReader reader, Path file, Fields top, Source source) {
    Path folder = file.resolveSibling(".").normalize();
    Fields entries = top.child("services");
    ServiceReader serviceReader = new ServiceReader(folder, source.variables(), source.trust());
    Map<String, ComposeService> services = new LinkedHashMap<>();
    for (String service : entries.names()) {
      services.put(service, serviceReader.read(service, entries.child(service)));
    }
    if (services.isEmpty()) {
      throw top.place("services").invalid("there are no services");
    }
    Extension extension = top.extension();
    ComposeProject project =
        new ComposeProject(
            source.name(),
            folder,
            file,
            services,
            reader.volumes(top),
            reader.networks(top, services),
            reader.files(top, "secrets"),
            reader.files(top, "configs"),
            extension);
    top.done();
    new References(project, entries).check();
    return project;
  }

  /** As Compose: the variable, then the file's own name, then the folder's. */
  private static String name(Path file, Path folder, Map<String, String> variables) {
    String given = variables.getOrDefault(NAME_VARIABLE, "");
    if (given.isEmpty()) {
      Fields top = new Fields(YamlReader.read(file, new Interpolation(variables)));
      given = top.text("name", "");
    }
    if (given.isEmpty()) {
      given =
          String.valueOf(folder.getFileName())
              .toLowerCase(Locale.ROOT)
              .replaceAll("[^a-z0-9_-]", "")
              .replaceFirst("^[_-]+", "");
    }
    if (!NAME.matcher(given).matches()) {
      throw new Place(file.getFileName().toString(), 1, 1, "name")
          .invalid("\"" + given + "\" is no name of a project");
    }
    return given;
  }
}
