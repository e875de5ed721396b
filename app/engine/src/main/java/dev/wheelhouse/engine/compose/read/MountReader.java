// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.read;

import dev.wheelhouse.engine.compose.ComposeMount;
import dev.wheelhouse.engine.compose.ComposeMount.Kind;
import dev.wheelhouse.engine.compose.tree.Place;
import dev.wheelhouse.engine.compose.tree.Tree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code volumes} and {@code tmpfs} of a service: short and long form. */
final class MountReader {
  private static final Set<String> OPTIONS_READ = Set.of("create_host_path");

  private final Path folder;
  private final Trust trust;

  MountReader(Path folder, Trust trust) {
    this.folder = folder;
    this.trust = trust;
  }

  List<ComposeMount> read(Fields service) {
    List<ComposeMount> mounts = new ArrayList<>();
    for (Tree item : service.row("volumes")) {
      mounts.add(longForm(Fields.of(item)));
    }
    Place place = service.place("tmpfs");
    for (String item : service.textOrTexts("tmpfs")) {
      String[] parts = item.split(":", 2);
      mounts.add(tmpfs(target(parts[0], place), parts.length > 1 ? options(parts[1]) : Map.of()));
    }
    return mounts;
  }

  private static ComposeMount tmpfs(String target, Map<String, String> options) {
    return new ComposeMount(Kind.TMPFS, "", target, false, options);
  }

  private ComposeMount longForm(Fields fields) {
    String type = fields.text("type", "");
    String target = target(fields.text("target", ""), fields.place("target"));
    boolean readOnly = fields.flag("read_only", false);
    String source = fields.text("source", "");
    options(fields, "bind");
    options(fields, "volume");
    ComposeMount mount =
        switch (type) {
          case "volume" ->
              new ComposeMount(Kind.VOLUME, named(source, fields), target, readOnly, Map.of());
          case "bind" -> {
            String path = hostPath(named(source, fields), fields.place("source"));
            yield new ComposeMount(Kind.BIND, path, target, readOnly, Map.of());
          }
          case "tmpfs" -> tmpfs(target, tmpfsOptions(fields.child("tmpfs")));
          default -> throw fields.place("type").invalid("the type must be volume, bind or tmpfs");
        };
    fields.done();
    return mount;
  }

  /** Options of a mount change what a container sees, so none is left out silently. */
  private static void options(Fields mount, String kind) {
    Fields options = mount.child(kind);
    for (String key : options.names()) {
      if (!OPTIONS_READ.contains(key)) {
        throw options
            .place(key)
            .invalid(
                "the mount option \"" + key + "\" is not supported",
                "Take it out, or run the project with Docker Compose.");
      }
    }
  }

  private static String named(String source, Fields fields) {
    if (source.isEmpty()) {
      throw fields
          .place()
          .invalid(
              "the mount has no name, so its data could not be found again",
              "Name a volume: NAME:" + fields.text("target", "/data") + ".");
    }
    return source;
  }

  private static Map<String, String> tmpfsOptions(Fields fields) {
    Map<String, String> options = new LinkedHashMap<>();
    long size = fields.bytes("size");
    if (size > 0) {
      options.put("size", String.valueOf(size));
    }
    String mode = fields.text("mode", "");
    if (!mode.isEmpty()) {
      options.put("mode", mode);
    }
    fields.done();
    return options;
  }

  private static Map<String, String> options(String text) {
    Map<String, String> options = new LinkedHashMap<>();
    for (String option : text.split(",", -1)) {
      int equals = option.indexOf('=');
      options.put(
          equals < 0 ? option : option.substring(0, equals),
          equals < 0 ? "" : option.substring(equals + 1));
    }
    return options;
  }

  private static String target(String text, Place place) {
    if (!text.startsWith("/")) {
      throw place.invalid(
          "the place in the container must be an absolute path", "Begin it with /, as in /data.");
    }
    return text.length() > 1 && text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  private String hostPath(String source, Place place) {
    Path plain = Path.of(source).normalize();
    trust.checkBind(folder, plain, place);
    return plain.toString();
  }
}
