// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.load;

import dev.wheelhouse.engine.compose.source.DotEnv;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a project is read from.
 *
 * @param files absolute; each is laid over those before it
 * @param folder absolute; relative paths start here
 * @param variables for the files: those of {@code .env}, and the caller's, which win
 * @param profiles that are on
 */
public record ComposeSources(
    List<Path> files, Path folder, Map<String, String> variables, Set<String> profiles) {
  private static final List<String> NAMES =
      List.of("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml");
  private static final List<String> OVERRIDES =
      List.of(
          "compose.override.yml",
          "compose.override.yaml",
          "docker-compose.override.yml",
          "docker-compose.override.yaml");

  public ComposeSources {
    files = List.copyOf(files);
    variables = Map.copyOf(variables);
    profiles = Set.copyOf(profiles);
  }

  /**
   * One file, the {@code .env} beside it, and the override beside it when the file has one of the
   * usual names.
   */
  public static ComposeSources of(Path composeFile, Map<String, String> given) {
    Path file = composeFile.toAbsolutePath().normalize();
    List<Path> files = new ArrayList<>(List.of(file));
    overrides(file).stream().filter(Files::isRegularFile).findFirst().ifPresent(files::add);
    return of(files, given);
  }

  /** The Compose file of that folder; null when it has none. */
  public static @Nullable Path inFolder(Path folder) {
    return NAMES.stream()
        .map(folder::resolve)
        .filter(Files::isRegularFile)
        .findFirst()
        .orElse(null);
  }

  /** Where an override of that file may be; the first one that is there counts. */
  public static List<Path> overrides(Path composeFile) {
    return NAMES.contains(String.valueOf(composeFile.getFileName()))
        ? OVERRIDES.stream().map(composeFile::resolveSibling).toList()
        : List.of();
  }

  /** Several files, each laid over those before it; the first one's folder is the project's. */
  public static ComposeSources of(List<Path> files, Map<String, String> given) {
    List<Path> absolute = files.stream().map(file -> file.toAbsolutePath().normalize()).toList();
    Path folder = absolute.getFirst().resolveSibling(".").normalize();
    Map<String, String> variables = new LinkedHashMap<>(environment(folder, given));
    variables.putAll(given);
    return new ComposeSources(absolute, folder, variables, profiles(variables));
  }

  /**
   * As {@code docker compose -f … --env-file … --profile …} reads them.
   *
   * @param files each laid over those before it
   * @param environment in the place of the {@code .env}; none for that
   * @param profiles beside those of {@code COMPOSE_PROFILES}
   */
  public static ComposeSources of(
      List<Path> files, List<Path> environment, Collection<String> profiles) {
    Map<String, String> given = new LinkedHashMap<>();
    for (Path file : environment) {
      given.putAll(DotEnv.read(file, Map.copyOf(given)));
    }
    ComposeSources plain = of(files, given);
    Map<String, String> variables = environment.isEmpty() ? plain.variables() : given;
    Set<String> on = new LinkedHashSet<>(profiles);
    on.addAll(profiles(variables));
    return new ComposeSources(plain.files(), plain.folder(), variables, on);
  }

  private static Set<String> profiles(Map<String, String> variables) {
    Set<String> profiles = new LinkedHashSet<>();
    Arrays.stream(variables.getOrDefault("COMPOSE_PROFILES", "").split(",", -1))
        .map(String::strip)
        .filter(profile -> !profile.isEmpty())
        .forEach(profiles::add);
    return profiles;
  }

  /** The lines of the {@code .env} in that folder; none when there is no such file. */
  public static Map<String, String> environment(Path folder, Map<String, String> outer) {
    Path file = folder.resolve(".env");
    return Files.isRegularFile(file) ? DotEnv.read(file, outer) : Map.of();
  }
}
