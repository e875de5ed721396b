// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.form;

import dev.wheelhouse.engine.compose.tree.Tree;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes out services of profiles that are off, and what nobody uses then. */
public final class Selection {
  private Selection() {}

  /** The project with the services that are on. */
  public static Tree.Branch enabled(Tree.Branch root, Set<String> profiles) {
    Map<String, Tree> services = new LinkedHashMap<>();
    Tree.Branch old = root.branch("services");
    old.children()
        .forEach((name, value) -> {
          if (value instanceof Tree.Branch service && on(service, profiles)) {
            services.put(name, service);
          }
        });
    return root.with("services", new Tree.Branch(old.place(), services));
  }

  /** Whether a service is on: it has no profile, or one of its profiles is on. */
  static boolean on(Tree.Branch service, Set<String> profiles) {
    List<String> own = Normal.texts(service, "profiles");
    return own.isEmpty() || profiles.contains("*") || own.stream().anyMatch(profiles::contains);
  }

  /** The project with the networks, volumes, secrets and configs that its services use. */
  public static Tree.Branch needed(Tree.Branch root) {
    Map<String, Set<String>> used = new LinkedHashMap<>();
    List<String> parts = List.of("networks", "volumes", "secrets", "configs");
    parts.forEach(part -> used.put(part, new LinkedHashSet<>()));
    for (Tree value : root.branch("services").children().values()) {
      Tree.Branch service = (Tree.Branch) value;
      add(used, "networks", service.branch("networks").children().keySet());
      add(used, "volumes", sources(service, "volumes", true));
      add(used, "secrets", sources(service, "secrets", false));
      add(used, "secrets", sources(service.branch("build"), "secrets", false));
      add(used, "configs", sources(service, "configs", false));
    }
    Tree.Branch result = root;
    for (String part : parts) {
      Tree.Branch old = root.branch(part);
      Map<String, Tree> kept = new LinkedHashMap<>(old.children());
      kept.keySet().retainAll(used.getOrDefault(part, Set.of()));
      result =
          kept.isEmpty()
              ? result.without(part)
              : result.with(part, new Tree.Branch(old.place(), kept));
    }
    return result;
  }

  private static void add(Map<String, Set<String>> used, String part, Set<String> names) {
    used.getOrDefault(part, new LinkedHashSet<>()).addAll(names);
  }

  private static Set<String> sources(Tree.Branch parent, String key, boolean onlyVolumes) {
    Set<String> sources = new LinkedHashSet<>();
    if (parent.get(key) instanceof Tree.Row row) {
      for (Tree item : row.items()) {
        if (item instanceof Tree.Branch one
            && (!onlyVolumes || one.text("type").equals("volume"))) {
          sources.add(one.text("source"));
        }
      }
    }
    return sources;
  }
}
