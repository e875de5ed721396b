// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.read;

import dev.wheelhouse.engine.compose.ComposeFile;
import dev.wheelhouse.engine.compose.ComposeNetwork;
import dev.wheelhouse.engine.compose.ComposeVolume;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The top-level parts of a file beside the services. */
final class ProjectReader {
  private final Path folder;
  private final Trust trust;
  private final List<String> notices;

  ProjectReader(Path folder, Trust trust, List<String> notices) {
    this.folder = folder;
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
      trust.checkBind(folder, folder.resolve(device).normalize(), options.place("device"));
    }
  }

  Map<String, ComposeNetwork> networks(Fields top) {
    Map<String, ComposeNetwork> result = new LinkedHashMap<>();
    Fields networks = top.child("networks");
    for (String key : networks.names()) {
      Fields fields = networks.child(key);
      boolean external = fields.flag("external", false);
      String name = fields.text("name", key);
      onlyDriver(fields, "bridge");
      boolean internal = fields.flag("internal", false);
      ServiceReader.leftOut(fields, "attachable", "one engine has one machine", notices);
      result.put(key, new ComposeNetwork(key, name, internal, external, fields.pairs("labels")));
      fields.done();
    }
    return result;
  }

  private static void onlyDriver(Fields fields, String driver) {
    String wanted = fields.text("driver", driver);
    if (!wanted.equals(driver)) {
      throw fields.place("driver").invalid("only the driver \"" + driver + "\" is supported");
    }
  }

  Map<String, ComposeFile> files(Fields top, String key) {
    Map<String, ComposeFile> result = new LinkedHashMap<>();
    Fields files = top.child(key);
    for (String name : files.names()) {
      Fields fields = files.child(name);
      String file = fields.text("file", "");
      if (file.isEmpty()) {
        throw fields.place().invalid("only \"file\" is supported, and it is missing");
      }
      fields.get("name");
      Path path = Path.of(file);
      trust.checkFile(folder, path, fields.place("file"));
      result.put(name, new ComposeFile(name, path, fields.extension()));
      fields.done();
    }
    return result;
  }
}
