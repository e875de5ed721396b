// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.load;

import dev.wheelhouse.engine.compose.form.Consistency;
import dev.wheelhouse.engine.compose.form.EnvironmentFiles;
import dev.wheelhouse.engine.compose.form.Normal;
import dev.wheelhouse.engine.compose.form.Selection;
import dev.wheelhouse.engine.compose.source.Interpolation;
import dev.wheelhouse.engine.compose.source.YamlReader;
import dev.wheelhouse.engine.compose.tree.Place;
import dev.wheelhouse.engine.compose.tree.Tree;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads the files of a project into its model. */
public final class ModelLoader {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]*");
  private static final String NAME_VARIABLE = "COMPOSE_PROJECT_NAME";

  private ModelLoader() {}

  /**
   * Reads the files.
   *
   * @throws dev.wheelhouse.engine.problem.ProblemException {@code ComposeInvalid} with the place
   */
  public static ComposeModel load(ComposeSources sources, Guard guard) {
    Map<String, String> variables = new LinkedHashMap<>(sources.variables());
    String name = name(sources);
    variables.put(NAME_VARIABLE, name);
    FileLoader files = new FileLoader(sources.folder(), guard);
    Tree.Branch root = files.project(sources.files(), sources.folder(), variables);
    Consistency.checkAll(root);
    root = Normal.of(root, name, variables);
    root = Selection.enabled(root, sources.profiles());
    Consistency.check(root, sources.profiles());
    root =
        EnvironmentFiles.resolve(
            root, variables, (file, place) -> guard.check(sources.folder(), file, place));
    return new ComposeModel(name, sources, variables, Selection.needed(root));
  }

  /** As Compose: the variable, then the last name in the files, then the folder's. */
  private static String name(ComposeSources sources) {
    String given = sources.variables().getOrDefault(NAME_VARIABLE, "");
    Path first = sources.files().getFirst();
    Place place = new Place(String.valueOf(first.getFileName()), 1, 1, "name");
    if (given.isEmpty()) {
      Interpolation interpolation = new Interpolation(sources.variables());
      for (Path file : sources.files()) {
        String label = String.valueOf(file.getFileName());
        for (YamlReader.Document document : YamlReader.read(file, label, Interpolation.none())) {
          if (document.root().get("name") instanceof Tree.Leaf leaf) {
            given = interpolation.apply(leaf.text(), leaf.place());
            place = leaf.place();
          }
        }
      }
      given = plain(given);
    }
    if (given.isEmpty()) {
      given = plain(String.valueOf(sources.folder().getFileName()));
    }
    if (!NAME.matcher(given).matches()) {
      throw place.invalid(
          "\"" + given + "\" is no name of a project",
          "Use small letters, digits, - and _, and begin with a letter or digit.");
    }
    return given;
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "").replaceFirst("^[_-]+", "");
  }
}
