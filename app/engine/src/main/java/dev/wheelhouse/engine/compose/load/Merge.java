// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.load;

import dev.wheelhouse.engine.compose.tree.PathRules;
import dev.wheelhouse.engine.compose.tree.Place;
import dev.wheelhouse.engine.compose.tree.Tree;
import dev.wheelhouse.engine.compose.tree.TreePath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lays one file over another by the specification's rules: maps are merged, lists are joined,
 * single values replaced; what can be written as a map or as a list is brought to one form first.
 */
final class Merge {
  private enum Rule {
    REPLACE,
    AS_LIST,
    NEW_ITEMS,
    BUILD,
    DEPENDS_ON,
    NETWORKS,
    LOGGING,
    POOLS
  }

  private static final PathRules<Rule> RULES =
      new PathRules<Rule>()
          .addAll(
              Rule.REPLACE,
              "services.*.command",
              "services.*.entrypoint",
              "services.*.healthcheck.test",
              "services.*.ulimits.*")
          .addAll(
              Rule.AS_LIST,
              "networks.*.labels",
              "volumes.*.labels",
              "services.*.annotations",
              "services.*.build.args",
              "services.*.build.additional_contexts",
              "services.*.build.labels",
              "services.*.deploy.labels",
              "services.*.dns",
              "services.*.dns_opt",
              "services.*.dns_search",
              "services.*.env_file",
              "services.*.environment",
              "services.*.label_file",
              "services.*.labels",
              "services.*.sysctls",
              "services.*.tmpfs")
          .addAll(Rule.NEW_ITEMS, "services.*.extra_hosts", "services.*.build.extra_hosts")
          .add("services.*.build", Rule.BUILD)
          .add("services.*.depends_on", Rule.DEPENDS_ON)
          .add("services.*.networks", Rule.NETWORKS)
          .add("services.*.logging", Rule.LOGGING)
          .add("networks.*.ipam.config", Rule.POOLS);

  private Merge() {}

  /** The first file with the second laid over it. */
  static Tree.Branch files(Tree.Branch base, Tree.Branch over) {
    return maps(base, over, TreePath.top());
  }

  /** A service laid over the one that it extends. */
  static Tree.Branch services(Tree.Branch base, Tree.Branch over) {
    return maps(base, over, TreePath.of("services", "x"));
  }

  private static Tree merge(Tree base, Tree over, TreePath path) {
    Rule rule = RULES.find(path);
    if (rule != null) {
      return special(rule, base, over, path);
    }
    if (over instanceof Tree.Nothing) {
      return base;
    }
    return switch (base) {
      case Tree.Branch map when over instanceof Tree.Branch other -> maps(map, other, path);
      case Tree.Row list when over instanceof Tree.Row other -> joined(list, other);
      case Tree.Branch map -> throw mismatch(base, over);
      case Tree.Row list -> throw mismatch(base, over);
      case Tree other -> over;
    };
  }

  private static RuntimeException mismatch(Tree base, Tree over) {
    return over.place()
        .invalid(
            over.kind() + " cannot override " + base.kind(),
            "Write it in the same form as the file or service that it overrides.");
  }

  private static Tree.Branch maps(Tree.Branch base, Tree.Branch over, TreePath path) {
    Map<String, Tree> result = new LinkedHashMap<>(base.children());
    over.children()
        .forEach((key, value) -> {
          Tree old = result.get(key);
          result.put(
              key, old == null || key.startsWith("x-") ? value : merge(old, value, path.at(key)));
        });
    return new Tree.Branch(base.place(), result);
  }

  private static Tree.Row joined(Tree.Row base, Tree.Row over) {
    List<Tree> items = new ArrayList<>(base.items());
    items.addAll(over.items());
    return new Tree.Row(base.place(), items);
  }

  private static Tree special(Rule rule, Tree base, Tree over, TreePath path) {
    return switch (rule) {
      case REPLACE -> over;
      case AS_LIST -> joined(asList(base), asList(over));
      case NEW_ITEMS -> newItems(asList(base), asList(over));
      case BUILD -> maps(asBuild(base), asBuild(over), path);
      case DEPENDS_ON -> maps(asMap(base, true), asMap(over, true), path);
      case NETWORKS -> maps(asMap(base, false), asMap(over, false), path);
      case LOGGING -> logging(base, over, path);
      case POOLS -> pools(base, over, path);
    };
  }

  /** A single value is a list of one; of a map each entry becomes {@code KEY=value}. */
  static Tree.Row asList(Tree tree) {
    return switch (tree) {
      case Tree.Row row -> row;
      case Tree.Leaf leaf -> new Tree.Row(leaf.place(), List.of(leaf));
      case Tree.Nothing nothing -> new Tree.Row(nothing.place(), List.of());
      case Tree.Branch branch -> {
        List<Tree> items = new ArrayList<>();
        branch.children().forEach((key, value) -> items.add(pair(key, value)));
        yield new Tree.Row(branch.place(), items);
      }
    };
  }

  private static Tree.Leaf pair(String key, Tree value) {
    return switch (value) {
      case Tree.Leaf leaf ->
          new Tree.Leaf(leaf.place(), key + "=" + leaf.asText(), key + "=" + leaf.raw(), true);
      case Tree.Nothing nothing -> Tree.Leaf.text(nothing.place(), key);
      case Tree other ->
          throw other
              .place()
              .invalid("a single value is expected here, not " + other.kind(), "Write one value.");
    };
  }

  private static Tree.Row newItems(Tree.Row base, Tree.Row over) {
    List<String> known = base.items().stream().map(Merge::text).toList();
    List<Tree> fresh = over.items().stream().filter(item -> !known.contains(text(item))).toList();
    return joined(base, new Tree.Row(over.place(), fresh));
  }

  private static String text(Tree item) {
    return item instanceof Tree.Leaf leaf ? leaf.text() : "";
  }

  private static Tree.Branch asBuild(Tree tree) {
    return switch (tree) {
      case Tree.Branch branch -> branch;
      case Tree.Leaf leaf -> new Tree.Branch(leaf.place(), Map.of("context", leaf));
      case Tree other -> new Tree.Branch(other.place(), Map.of());
    };
  }

  /** A list of names becomes a map, with the defaults of {@code depends_on} or without values. */
  private static Tree.Branch asMap(Tree tree, boolean dependencies) {
    if (!(tree instanceof Tree.Row row)) {
      return tree instanceof Tree.Branch branch ? branch : new Tree.Branch(tree.place(), Map.of());
    }
    Map<String, Tree> result = new LinkedHashMap<>();
    for (Tree item : row.items()) {
      Place place = item.place();
      result.put(text(item), dependencies ? started(place) : new Tree.Nothing(place));
    }
    return new Tree.Branch(row.place(), result);
  }

  private static Tree.Branch started(Place place) {
    Map<String, Tree> values = new LinkedHashMap<>();
    values.put("condition", Tree.Leaf.text(place, "service_started"));
    values.put("required", Tree.Leaf.plain(place, true));
    return new Tree.Branch(place, values);
  }

  /** Options belong to their driver, so those of another driver are not kept. */
  private static Tree logging(Tree base, Tree over, TreePath path) {
    if (!(base instanceof Tree.Branch old) || !(over instanceof Tree.Branch fresh)) {
      return over instanceof Tree.Nothing ? base : over;
    }
    boolean another =
        old.has("driver")
            && fresh.has("driver")
            && !old.text("driver").equals(fresh.text("driver"));
    return another ? fresh : maps(old, fresh, path);
  }

  /** Pools of addresses are the same when their subnet is. */
  private static Tree pools(Tree base, Tree over, TreePath path) {
    Map<String, Tree> result = new LinkedHashMap<>();
    for (Tree pool : asList(base).items()) {
      result.put(subnet(pool), pool);
    }
    for (Tree pool : asList(over).items()) {
      result.merge(subnet(pool), pool, (old, fresh) -> merge(old, fresh, path.item()));
    }
    return new Tree.Row(base.place(), List.copyOf(result.values()));
  }

  private static String subnet(Tree pool) {
    return pool instanceof Tree.Branch branch ? branch.text("subnet") : "";
  }
}
