// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.read;

import dev.wheelhouse.engine.compose.ComposeFile;
import dev.wheelhouse.engine.compose.ComposeNetwork;
import dev.wheelhouse.engine.compose.ComposeNetwork.Addressing;
import dev.wheelhouse.engine.compose.ComposeNetwork.Pool;
import dev.wheelhouse.engine.compose.ComposeVolume;
import dev.wheelhouse.engine.compose.form.Paths;
import dev.wheelhouse.engine.compose.load.ComposeModel;
import dev.wheelhouse.engine.compose.tree.Place;
import dev.wheelhouse.engine.compose.tree.Tree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The top-level parts of a file beside the services. */
final class ProjectReader {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]*");
  private static final Set<String> ENGINES_OWN =
      Set.of("host", "none", "bridge", "default", "nat", "ingress");

  private final Path folder;
  private final Trust trust;
  private final Map<String, String> variables;
  private final List<String> notices;

  ProjectReader(ComposeModel model, Trust trust, List<String> notices) {
    this.folder = model.sources().folder();
    this.variables = model.variables();
    this.trust = trust;
    this.notices = notices;
  }

  Map<String, ComposeVolume> volumes(Fields top) {
    Map<String, ComposeVolume> result = new LinkedHashMap<>();
    Fields volumes = top.child("volumes");
    for (String key : volumes.names()) {
      Fields fields = volumes.child(key);
      boolean external = fields.flag("external", false);
      String name = fields.text("name", key);
      onlyDriver(fields, "local");
      checkDevice(fields.child("driver_opts"));
      result.put(
          key,
          new ComposeVolume(
              key, name, external, fields.pairs("driver_opts"), fields.pairs("labels")));
      fields.done();
    }
    return result;
  }

  /** A volume may be a mount of the machine by another name. */
  private void checkDevice(Fields options) {
    List<String> words = List.of(options.text("o", "").split("[,\\s]+", -1));
    String device = options.text("device", "");
    if ((words.contains("bind") || words.contains("rbind")) && !device.isEmpty()) {
      Place place = options.place("device");
      trust.checkBind(folder, Path.of(Paths.absolute(folder, device, place)).normalize(), place);
    }
  }

  Map<String, ComposeNetwork> networks(Fields top) {
    Map<String, ComposeNetwork> result = new LinkedHashMap<>();
    Fields networks = top.child("networks");
    for (String key : networks.names()) {
      Fields fields = networks.child(key);
      boolean external = fields.flag("external", false);
      String name = networkName(key, fields);
      onlyDriver(fields, "bridge");
      boolean internal = fields.flag("internal", false);
      ServiceReader.leftOut(fields, "attachable", "one engine has one machine", notices);
      leftOutOf(fields);
      result.put(
          key,
          new ComposeNetwork(
              key,
              name,
              internal,
              external,
              addressing(fields),
              fields.pairs("driver_opts"),
              fields.pairs("labels")));
      fields.done();
    }
    return result;
  }

  /** The engine has networks of its own by these names, without walls or without any network. */
  private static String networkName(String key, Fields network) {
    String name = network.text("name", key);
    if (!NAME.matcher(name).matches() || ENGINES_OWN.contains(name)) {
      throw (network.has("name") ? network.place("name") : network.place())
          .invalid(
              "\"" + name + "\" is no network of a project",
              "Leave the name out, or choose one of letters, digits, _, . and -, but not host,"
                  + " bridge, none or default.");
    }
    return name;
  }

  private static void leftOutOf(Fields network) {
    if (!network.flag("enable_ipv4", true)) {
      throw network.place("enable_ipv4").invalid("a network without IPv4 is not supported");
    }
  }

  private static Addressing addressing(Fields network) {
    Fields ipam = network.child("ipam");
    onlyDriver(ipam, "default");
    List<Pool> pools = new ArrayList<>();
    for (Tree item : ipam.row("config")) {
      Fields pool = Fields.of(item);
      pools.add(
          new Pool(
              pool.text("subnet", ""),
              pool.text("gateway", ""),
              pool.text("ip_range", ""),
              pool.pairs("aux_addresses")));
      pool.done();
    }
    ipam.done();
    return new Addressing(network.flag("enable_ipv6", false), pools);
  }

  private static void onlyDriver(Fields fields, String driver) {
    String wanted = fields.text("driver", driver);
    if (!wanted.equals(driver)) {
      throw fields.place("driver").invalid("only the driver \"" + driver + "\" is supported");
    }
  }

  /** From a file of the machine, or from the project itself. */
  private ComposeFile file(String part, String name, Fields fields) {
    Optional<Tree> file = fields.get("file");
    if (file.isPresent()) {
      Path path = Path.of(Fields.text(file.get()));
      trust.checkMounted(folder, path, fields.place("file"));
      return new ComposeFile(name, path, fields.extension());
    }
    String variable = fields.text("environment", "");
    String content = fields.textOrNull("content");
    if (!variable.isEmpty()) {
      content = variables.get(variable);
      if (content == null) {
        throw fields
            .place("environment")
            .invalid(
                "the variable \"" + variable + "\" has no value",
                "Write " + variable + "=… into the .env beside the Compose file.");
      }
    }
    if (content == null) {
      throw fields
          .place()
          .invalid(
              "only \"file\", \"environment\" and \"content\" are supported",
              "Put it into a file of the folder, and name that file.");
    }
    if (!name.matches("[A-Za-z0-9_.-]*[A-Za-z0-9_-][A-Za-z0-9_.-]*")) {
      throw fields.place().invalid("\"" + name + "\" is no name of a file");
    }
    Path path = folder.resolve(".wheelhouse").resolve(part).resolve(name);
    return new ComposeFile(name, path, content, fields.extension());
  }

  Map<String, ComposeFile> files(Fields top, String key) {
    Map<String, ComposeFile> result = new LinkedHashMap<>();
    Fields files = top.child(key);
    for (String name : files.names()) {
      Fields fields = files.child(name);
      fields.get("name");
      fields.get("labels");
      result.put(name, file(key, name, fields));
      fields.done();
    }
    return result;
  }
}
