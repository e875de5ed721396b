// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.read;

import dev.wheelhouse.engine.compose.ComposeMount;
import dev.wheelhouse.engine.compose.ComposeMount.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** {@code volumes} and {@code tmpfs} of a service: short and long form. */
final class MountReader {
  private static final Pattern HOST_PATH = Pattern.compile("[./~].*|[A-Za-z]:[\\\\/].*");
  private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:[\\\\/].*");

  private final Path folder;
  private final Trust trust;

  MountReader(Path folder, Trust trust) {
    this.folder = folder;
    this.trust = trust;
  }

  List<ComposeMount> read(Fields service) {
    List<ComposeMount> mounts = new ArrayList<>();
    for (Tree item : service.row("volumes")) {
      mounts.add(item instanceof Tree.Leaf leaf ? shortForm(leaf) : longForm(Fields.of(item)));
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

  private ComposeMount shortForm(Tree.Leaf leaf) {
    Place place = leaf.place();
    String text = leaf.text();
    int from = DRIVE.matcher(text).matches() ? 2 : 0;
    int first = text.indexOf(':', from);
    if (first < 0) {
      throw place.invalid(
          "\"" + text + "\" has no name; name the volume, so that its data can be found again");
    }
    String source = text.substring(0, first);
    String rest = text.substring(first + 1);
    int second = rest.indexOf(':');
    String target = target(second < 0 ? rest : rest.substring(0, second), place);
    boolean readOnly = second >= 0 && readOnly(rest.substring(second + 1), place);
    if (HOST_PATH.matcher(source).matches()) {
      return new ComposeMount(Kind.BIND, hostPath(source, place), target, readOnly, Map.of());
    }
    return new ComposeMount(Kind.VOLUME, source, target, readOnly, Map.of());
  }

  private static boolean readOnly(String modes, Place place) {
    boolean readOnly = false;
    for (String mode : modes.split(",", -1)) {
      if (!mode.equals("ro") && !mode.equals("rw")) {
        throw place.invalid("the mount option \"" + mode + "\" is not supported");
      }
      readOnly = mode.equals("ro");
    }
    return readOnly;
  }

  private ComposeMount longForm(Fields fields) {
    String type = fields.text("type", "");
    String target = target(fields.text("target", ""), fields.place("target"));
    boolean readOnly = fields.flag("read_only", false);
    String source = fields.text("source", "");
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

  private static String named(String source, Fields fields) {
    if (source.isEmpty()) {
      throw fields.place().invalid("the mount has no source");
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
      throw place.invalid("the place in the container must be an absolute path");
    }
    return text.length() > 1 && text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  private String hostPath(String source, Place place) {
    Path path =
        source.startsWith("~")
            ? Path.of(System.getProperty("user.home")).resolve(source.replaceFirst("^~/?", ""))
            : folder.resolve(source);
    Path plain = path.normalize();
    trust.checkBind(folder, plain, place);
    return plain.toString();
  }
}
