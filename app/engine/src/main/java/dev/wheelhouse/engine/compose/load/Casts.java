// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.load;

import dev.wheelhouse.engine.compose.tree.PathRules;
import dev.wheelhouse.engine.compose.tree.Scalars;
import dev.wheelhouse.engine.compose.tree.Tree;
import dev.wheelhouse.engine.compose.tree.TreePath;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A text that a variable gave becomes a number, or true or false, where one is meant. */
final class Casts {
  private enum To {
    WHOLE,
    BROKEN,
    FLAG
  }

  private static final PathRules<To> RULES =
      new PathRules<To>()
          .addAll(
              To.WHOLE,
              "services.*.configs.*.mode",
              "services.*.secrets.*.mode",
              "services.*.cpu_count",
              "services.*.cpu_period",
              "services.*.cpu_quota",
              "services.*.cpu_rt_period",
              "services.*.cpu_rt_runtime",
              "services.*.cpu_shares",
              "services.*.deploy.replicas",
              "services.*.deploy.update_config.parallelism",
              "services.*.deploy.rollback_config.parallelism",
              "services.*.deploy.restart_policy.max_attempts",
              "services.*.deploy.placement.max_replicas_per_node",
              "services.*.healthcheck.retries",
              "services.*.oom_score_adj",
              "services.*.pids_limit",
              "services.*.ports.*.target",
              "services.*.scale",
              "services.*.ulimits.*",
              "services.*.ulimits.*.hard",
              "services.*.ulimits.*.soft")
          .addAll(
              To.BROKEN,
              "services.*.cpu_percent",
              "services.*.cpus",
              "services.*.deploy.update_config.max_failure_ratio",
              "services.*.deploy.rollback_config.max_failure_ratio")
          .addAll(
              To.FLAG,
              "services.*.init",
              "services.*.depends_on.*.required",
              "services.*.depends_on.*.restart",
              "services.*.healthcheck.disable",
              "services.*.oom_kill_disable",
              "services.*.privileged",
              "services.*.read_only",
              "services.*.stdin_open",
              "services.*.tty",
              "services.*.volumes.*.read_only",
              "services.*.volumes.*.volume.nocopy",
              "networks.*.external",
              "networks.*.internal",
              "networks.*.attachable",
              "networks.*.enable_ipv4",
              "networks.*.enable_ipv6",
              "volumes.*.external",
              "secrets.*.external",
              "configs.*.external");

  private Casts() {}

  static Tree.Branch of(Tree.Branch root) {
    return (Tree.Branch) of(root, TreePath.top());
  }

  private static Tree of(Tree tree, TreePath path) {
    return switch (tree) {
      case Tree.Branch branch -> {
        Map<String, Tree> children = new LinkedHashMap<>();
        branch.children().forEach((key, value) -> children.put(key, of(value, path.at(key))));
        yield new Tree.Branch(branch.place(), children);
      }
      case Tree.Row row ->
          new Tree.Row(
              row.place(), row.items().stream().map(item -> of(item, path.item())).toList());
      case Tree.Leaf leaf when leaf.value() instanceof String -> cast(leaf, path);
      case Tree other -> other;
    };
  }

  private static Tree cast(Tree.Leaf leaf, TreePath path) {
    To to = RULES.find(path);
    return switch (to) {
      case null -> leaf;
      case FLAG -> flag(leaf);
      case WHOLE -> number(leaf, "[-+]?[0-9]+", "a whole number");
      case BROKEN -> number(leaf, "[-+]?[0-9]*\\.?[0-9]+", "a number");
    };
  }

  private static Tree flag(Tree.Leaf leaf) {
    return switch (leaf.text().toLowerCase(Locale.ROOT)) {
      case "true", "y", "yes", "on" -> Tree.Leaf.plain(leaf.place(), true);
      case "false", "n", "no", "off" -> Tree.Leaf.plain(leaf.place(), false);
      default ->
          throw leaf.place()
              .invalid(
                  "true or false is expected here, not \"" + leaf.text() + "\"",
                  "Write true or false, without quotes.");
    };
  }

  private static Tree number(Tree.Leaf leaf, String form, String what) {
    if (!leaf.text().matches(form) || Scalars.value(leaf.text()) instanceof String) {
      throw leaf.place()
          .invalid(
              what + " is expected here, not \"" + leaf.text() + "\"",
              "Write " + what + ", or give the variable such a value.");
    }
    String digits = leaf.text().replaceFirst("^([-+]?)0+(?=[0-9])", "$1");
    return new Tree.Leaf(leaf.place(), digits, digits, false);
  }
}
