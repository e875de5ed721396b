// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.read;

import dev.wheelhouse.engine.compose.ComposeDanger;
import dev.wheelhouse.engine.compose.tree.Place;
import dev.wheelhouse.engine.compose.tree.Tree;
import dev.wheelhouse.engine.compose.write.ComposeDocument;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds what reaches beyond its containers in a project that was brought to long forms. */
final class Dangers {
  private static final Map<String, String> NAMESPACES =
      Map.of(
          "pid", "it sees and can end processes outside the container",
          "ipc", "it shares memory with processes outside the container",
          "uts", "it can change the machine's name",
          "userns_mode", "its root is the machine's root",
          "cgroup", "it sees the machine's control groups",
          "network_mode", "it reaches every service of the machine, also those on 127.0.0.1");
  private static final Map<String, String> KEYS =
      Map.of(
          "cgroup_parent", "it leaves the limits of its own group",
          "runtime", "another program than Docker's own starts the container",
          "credential_spec", "it gets an account of the machine's domain",
          "device_cgroup_rules", "it may open devices of the machine",
          "use_api_socket", "it gets the engine, and with it the machine",
          "external_links", "it reaches containers of other projects",
          "provider", "a program of the machine is run",
          "build", "building runs the commands of its Dockerfile");
  private static final Pattern PRIVATE =
      Pattern.compile("^(10\\.|192\\.168\\.|172\\.(1[6-9]|2\\d|3[01])\\.|[fF][cCdD])");

  private final Path folder;
  private final String project;
  private final List<ComposeDanger> found = new ArrayList<>();

  private Dangers(Path folder, String project) {
    this.folder = folder;
    this.project = project;
  }

  /** In the order of the file. */
  static List<ComposeDanger> of(Tree.Branch root, Path folder) {
    Dangers dangers = new Dangers(folder, root.text("name"));
    root.branch("services")
        .children()
        .values()
        .forEach(value -> {
          if (value instanceof Tree.Branch service) {
            dangers.service(service);
          }
        });
    for (String part : List.of("secrets", "configs")) {
      root.branch(part).children().values().forEach(dangers::file);
    }
    root.branch("volumes").children().values().forEach(dangers::volume);
    root.branch("networks").children().values().forEach(dangers::network);
    return List.copyOf(dangers.found);
  }

  private void service(Tree.Branch service) {
    flag(service, "privileged", "privileged: the container gets the whole machine");
    for (Tree item : items(service, "cap_add")) {
      String name = Trust.plainName(text(item));
      if (!Trust.usual(name)) {
        add(item, "cap_add " + name, "a right over the machine that containers do not have");
      }
    }
    for (Tree item : items(service, "security_opt")) {
      if (Trust.opensWalls(text(item))) {
        add(item, "security_opt " + text(item), "it takes away the container's walls");
      }
    }
    NAMESPACES.forEach((key, why) -> {
      String value = service.text(key);
      if (value.equals("host") || value.startsWith("container:")) {
        add(service.get(key), key + ": " + value, why);
      }
    });
    KEYS.forEach((key, why) -> {
      if (service.has(key)) {
        add(service.get(key), key, why);
      }
    });
    for (Tree item : items(service, "devices")) {
      String source = item instanceof Tree.Branch device ? device.text("source") : text(item);
      String rights = item instanceof Tree.Branch device ? device.text("permissions") : "";
      add(item, "device " + source, "it may use that device of the machine (" + rights + ")");
    }
    if (service.has("gpus")) {
      add(service.get("gpus"), "gpus", "it may use the machine's graphics cards");
    }
    Tree.Branch resources = service.branch("deploy").branch("resources");
    for (Tree item : items(resources.branch("reservations"), "devices")) {
      add(item, "reserved devices", "it may use devices of the machine, such as graphics cards");
    }
    items(service, "volumes").forEach(this::mount);
    for (Tree item : items(service, "volumes_from")) {
      if (text(item).startsWith("container:")) {
        add(item, "volumes_from " + text(item), "it gets the data of another project");
      }
    }
    items(service, "ports").forEach(this::port);
    image(service);
    secrets(service);
    for (String hook : List.of("post_start", "pre_stop", "pre_start")) {
      items(service, hook)
          .forEach(item -> {
            if (item instanceof Tree.Branch one) {
              flag(one, "privileged", hook + " runs privileged: it gets the whole machine");
            }
          });
    }
    build(service.branch("build"));
  }

  private void image(Tree.Branch service) {
    String image = service.text("image");
    String last = image.substring(image.lastIndexOf('/') + 1);
    if (!image.isEmpty()
        && !image.contains("@")
        && !service.has("build")
        && (!last.contains(":") || last.endsWith(":latest"))) {
      add(service.get("image"), "image " + image, "without a tag others change what it is");
    }
  }

  /** Values that the file itself holds; those of variables and files are not in it. */
  private void secrets(Tree.Branch service) {
    service
        .branch("environment")
        .children()
        .forEach((name, value) -> {
          if (value instanceof Tree.Leaf leaf
              && value.place().key().contains(".environment")
              && ComposeDocument.namesSecret(name)
              && !leaf.text().isEmpty()
              && leaf.raw().indexOf('$') < 0) {
            add(value, "secret in the file", name + " is readable by all who get this file");
          }
        });
  }

  private void build(Tree.Branch build) {
    flag(build, "privileged", "its build gets the whole machine");
    if (build.text("network").equals("host")) {
      add(build.get("network"), "build.network: host", "its build reaches the machine's services");
    }
    if (build.has("entitlements")) {
      add(build.get("entitlements"), "build.entitlements", "its build leaves its walls");
    }
    String context = build.text("context");
    if (context.contains("://")
        || context.startsWith("git@")
        || context.startsWith("github.com/")) {
      add(build.get("context"), "build from " + context, "others may change that at any time");
    } else if (!context.isEmpty() && outside(context)) {
      add(build.get("context"), "build from " + context, "it reads files outside its folder");
    }
    if (build.has("ssh")) {
      add(build.get("ssh"), "build.ssh", "its build may use your SSH keys");
    }
  }

  private void mount(Tree item) {
    if (!(item instanceof Tree.Branch mount)) {
      return;
    }
    String source = mount.text("source");
    if (mount.text("type").equals("npipe")) {
      add(mount.get("source"), "named pipe " + source, "it may get the engine through that pipe");
    }
    if (!mount.text("type").equals("bind")) {
      return;
    }
    Path path = Path.of(source).normalize();
    Path end = Trust.real(path);
    if (end.getNameCount() == 0) {
      add(mount.get("source"), "mount of " + path, "it gets every file of the machine");
    } else if (Trust.isEngineSocket(path) || Trust.isEngineSocket(end)) {
      add(mount.get("source"), "mount of " + path, "it gets the engine, and with it the machine");
    } else if (outside(source)) {
      Tree readOnly = mount.get("read_only");
      boolean reads = readOnly instanceof Tree.Leaf leaf && leaf.value().equals(true);
      add(
          mount.get("source"),
          "mount of " + path,
          reads ? "it reads files outside its folder" : "it changes files outside its folder");
    }
  }

  private void port(Tree item) {
    if (item instanceof Tree.Branch port) {
      String address = port.text("host_ip");
      if (!address.equals("::1") && !address.startsWith("127.")) {
        String where =
            address.isEmpty() || address.equals("0.0.0.0") || address.equals("::")
                ? "every address"
                : address;
        add(
            port.has("published") ? port.get("published") : port,
            "port " + port.text("target") + " on " + where,
            address.isEmpty()
                ? "others in the network could reach it; Wheelhouse opens it on 127.0.0.1 only"
                : "others in the network reach it, past most firewalls");
      }
    }
  }

  private void file(Tree value) {
    if (value instanceof Tree.Branch one && one.has("file") && outside(one.text("file"))) {
      add(one.get("file"), "file " + one.text("file"), "it reads a file outside its folder");
    }
  }

  private void volume(Tree value) {
    shared(value);
    if (value instanceof Tree.Branch volume && volume.branch("driver_opts").has("device")) {
      Tree.Branch options = volume.branch("driver_opts");
      add(
          options.get("device"),
          "volume of " + options.text("device"),
          "it reaches files outside the engine (" + pairs(options) + ")");
    }
  }

  private void network(Tree value) {
    shared(value);
    if (!(value instanceof Tree.Branch network)) {
      return;
    }
    Tree.Branch options = network.branch("driver_opts");
    if (!options.children().isEmpty()) {
      add(
          network.get("driver_opts"),
          "options of a network",
          "some open containers to others in the network (" + pairs(options) + ")");
    }
    for (Tree item : items(network.branch("ipam"), "config")) {
      String subnet = item instanceof Tree.Branch pool ? pool.text("subnet") : "";
      if (!subnet.isEmpty() && !PRIVATE.matcher(subnet).find()) {
        add(item, "addresses " + subnet, "the machine reaches others at them no more");
      }
    }
  }

  /** What by its name may be another project's. */
  private void shared(Tree value) {
    if (value instanceof Tree.Branch one) {
      String name = one.text("name");
      flag(one, "external", "\"" + name + "\" belongs to another project");
      boolean external = one.get("external") instanceof Tree.Leaf leaf && leaf.value().equals(true);
      if (!external && one.has("name") && !name.startsWith(project + "_")) {
        add(one.get("name"), "name " + name, "it is shared with all who use that name");
      }
    }
  }

  private static String pairs(Tree.Branch options) {
    List<String> pairs = new ArrayList<>();
    options.children().forEach((key, value) -> pairs.add(key + "=" + text(value)));
    return String.join(", ", pairs);
  }

  private void flag(Tree.Branch parent, String key, String why) {
    if (parent.get(key) instanceof Tree.Leaf leaf && leaf.value().equals(true)) {
      add(leaf, key, why);
    }
  }

  private boolean outside(String path) {
    return !Trust.inside(folder, Path.of(path));
  }

  private static List<Tree> items(Tree.Branch parent, String key) {
    return parent.get(key) instanceof Tree.Row row ? row.items() : List.of();
  }

  private static String text(Tree item) {
    return item instanceof Tree.Leaf leaf ? leaf.text() : "";
  }

  private void add(@Nullable Tree at, String what, String why) {
    if (at != null) {
      Place place = at.place();
      found.add(new ComposeDanger(place.file(), place.line(), place.key(), what, why));
    }
  }
}
