// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.form;

import dev.wheelhouse.engine.compose.tree.Place;
import dev.wheelhouse.engine.compose.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The long form of a mount written as {@code SOURCE:TARGET:OPTIONS}. */
public final class VolumeForm {
  private static final Set<String> PROPAGATIONS =
      Set.of("rprivate", "private", "rshared", "shared", "rslave", "slave");
  private static final String REMEDY =
      "Write SOURCE:TARGET or SOURCE:TARGET:ro, or the long form with type, source and target.";

  private final Tree.Leaf leaf;
  private final Place place;
  private boolean readOnly;
  private boolean noCopy;
  private @Nullable String propagation;
  private @Nullable String selinux;

  private VolumeForm(Tree.Leaf leaf) {
    this.leaf = leaf;
    this.place = leaf.place();
  }

  /** The long form of that text. */
  public static Tree.Branch of(Tree.Leaf leaf) {
    return new VolumeForm(leaf).read();
  }

  private Tree.Branch read() {
    String text = leaf.text();
    if (text.isEmpty()) {
      throw place.invalid("the mount is empty", REMEDY);
    }
    Map<String, Tree> result = new LinkedHashMap<>();
    if (text.length() <= 2) {
      result.put("type", text("volume"));
      result.put("target", text(text));
      return new Tree.Branch(place, result);
    }
    List<String> parts = parts(text);
    String source = parts.size() > 1 ? parts.get(0) : "";
    String target = parts.size() > 1 ? parts.get(1) : parts.get(0);
    if (parts.size() > 3) {
      throw place.invalid("\"" + text + "\" has too many colons", REMEDY);
    }
    if (parts.size() > 2) {
      options(parts.get(2));
    }
    boolean bind = isPath(source);
    result.put("type", text(bind ? "bind" : "volume"));
    if (!source.isEmpty()) {
      result.put("source", text(source));
    }
    result.put("target", text(clean(target)));
    if (readOnly) {
      result.put("read_only", Tree.Leaf.plain(place, true));
    }
    if (bind || propagation != null || selinux != null) {
      result.put("bind", bindOptions(bind));
    }
    if (!bind || noCopy) {
      result.put(
          "volume",
          new Tree.Branch(
              place, noCopy ? Map.of("nocopy", Tree.Leaf.plain(place, true)) : Map.of()));
    }
    return new Tree.Branch(place, result);
  }

  private Tree.Branch bindOptions(boolean create) {
    Map<String, Tree> bind = new LinkedHashMap<>();
    if (selinux != null) {
      bind.put("selinux", text(selinux));
    }
    if (propagation != null) {
      bind.put("propagation", text(propagation));
    }
    if (create) {
      bind.put("create_host_path", Tree.Leaf.plain(place, true));
    }
    return new Tree.Branch(place, bind);
  }

  /** The parts between colons; the colon of a drive such as {@code C:} is none. */
  private List<String> parts(String text) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      boolean end = i == text.length();
      boolean drive = !end && i - start == 1 && Character.isLetter(text.charAt(start));
      if (end || (text.charAt(i) == ':' && !drive)) {
        if (i == start) {
          throw place.invalid("\"" + text + "\" has an empty part between colons", REMEDY);
        }
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    return parts;
  }

  /** Options that are not known are left out, as Compose does. */
  private void options(String options) {
    for (String option : options.split(",", -1)) {
      switch (option) {
        case "ro" -> readOnly = true;
        case "rw" -> readOnly = false;
        case "nocopy" -> noCopy = true;
        case "z", "Z" -> selinux = option;
        default -> {
          if (PROPAGATIONS.contains(option)) {
            propagation = option;
          }
        }
      }
    }
  }

  private Tree.Leaf text(String text) {
    return new Tree.Leaf(place, text, leaf.raw(), true);
  }

  /** Whether it names a place of the machine and not a volume. */
  static boolean isPath(String source) {
    return source.startsWith(".")
        || source.startsWith("/")
        || source.startsWith("~")
        || source.startsWith("\\\\")
        || (source.length() > 1 && Character.isLetter(source.charAt(0)) && source.charAt(1) == ':');
  }

  /** A path of a container without doubled and trailing slashes and dots. */
  static String clean(String path) {
    boolean absolute = path.startsWith("/");
    List<String> kept = new ArrayList<>();
    for (String part : path.split("/", -1)) {
      if (part.equals("..") && !kept.isEmpty() && !kept.getLast().equals("..")) {
        kept.removeLast();
      } else if (!part.isEmpty() && !part.equals(".") && !(absolute && part.equals(".."))) {
        kept.add(part);
      }
    }
    String joined = String.join("/", kept);
    return absolute ? "/" + joined : joined.isEmpty() ? "." : joined;
  }
}
