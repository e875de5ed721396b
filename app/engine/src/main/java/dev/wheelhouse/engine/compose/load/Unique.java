// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.load;

import dev.wheelhouse.engine.compose.form.VolumeForm;
import dev.wheelhouse.engine.compose.tree.PathRules;
import dev.wheelhouse.engine.compose.tree.Tree;
import dev.wheelhouse.engine.compose.tree.TreePath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Of items of a list that mean the same thing, such as two mounts at one place, the last stays. */
final class Unique {
  private static final PathRules<Function<Tree, String>> KEYS =
      new PathRules<Function<Tree, String>>()
          .addAll(
              Unique::name,
              "networks.*.labels",
              "networks.*.ipam.options",
              "services.*.annotations",
              "services.*.build.args",
              "services.*.build.additional_contexts",
              "services.*.build.platform",
              "services.*.build.tags",
              "services.*.build.labels",
              "services.*.cap_add",
              "services.*.cap_drop",
              "services.*.deploy.labels",
              "services.*.dns",
              "services.*.dns_opt",
              "services.*.dns_search",
              "services.*.environment",
              "services.*.expose",
              "services.*.labels",
              "services.*.links",
              "services.*.networks.*.aliases",
              "services.*.networks.*.link_local_ips",
              "services.*.profiles",
              "services.*.sysctls",
              "services.*.tmpfs")
          .add("services.*.configs", item -> file("", item))
          .add("services.*.secrets", item -> file("/run/secrets", item))
          .add("services.*.env_file", item -> field(item, "path"))
          .add("services.*.ports", Unique::port)
          .add("services.*.volumes", Unique::target);

  private Unique() {}

  static Tree.Branch of(Tree.Branch root) {
    return (Tree.Branch) of(root, TreePath.top());
  }

  private static Tree of(Tree tree, TreePath path) {
    if (tree instanceof Tree.Branch branch) {
      Map<String, Tree> children = new LinkedHashMap<>();
      branch.children().forEach((key, value) -> children.put(key, of(value, path.at(key))));
      return new Tree.Branch(branch.place(), children);
    }
    Function<Tree, String> key = KEYS.find(path);
    if (tree instanceof Tree.Row row && key != null) {
      Map<String, Integer> seen = new LinkedHashMap<>();
      List<Tree> items = new ArrayList<>();
      for (Tree item : row.items()) {
        Integer at = seen.putIfAbsent(key.apply(item), items.size());
        if (at == null) {
          items.add(item);
        } else {
          items.set(at, item);
        }
      }
      return new Tree.Row(row.place(), items);
    }
    return tree;
  }

  private static String name(Tree item) {
    String text = item instanceof Tree.Leaf leaf ? leaf.asText() : item.toString();
    int equals = text.indexOf('=');
    return equals < 0 ? text : text.substring(0, equals);
  }

  private static String field(Tree item, String key) {
    return switch (item) {
      case Tree.Leaf leaf -> leaf.text();
      case Tree.Branch branch -> branch.text(key);
      case Tree other -> "";
    };
  }

  private static String file(String folder, Tree item) {
    if (item instanceof Tree.Branch branch && branch.has("target")) {
      return branch.text("target");
    }
    return folder + "/" + field(item, "source");
  }

  private static String target(Tree item) {
    return item instanceof Tree.Leaf leaf
        ? VolumeForm.of(leaf).text("target")
        : field(item, "target");
  }

  private static String port(Tree item) {
    if (!(item instanceof Tree.Branch port)) {
      return field(item, "");
    }
    String host = port.has("host_ip") ? port.text("host_ip") : "0.0.0.0";
    String protocol = port.has("protocol") ? port.text("protocol") : "tcp";
    return host + ":" + port.text("published") + ":" + port.text("target") + "/" + protocol;
  }
}
