// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.read;

import dev.wheelhouse.engine.compose.load.Guard;
import dev.wheelhouse.engine.compose.tree.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/**
 * How far a Compose file is believed. What gives a container the machine is refused to all;
 * strangers' files get less.
 */
public enum Trust {
  /** Files that come with the product or that the user wrote here. */
  OWN,
  /**
   * Files from elsewhere that people agreed to after a look at what they can do. What they read
   * while they are read cannot be shown before, so it stays in their folder.
   */
  AGREED,
  /** Files from elsewhere. */
  IMPORTED;

  /** What Docker gives every container anyway. */
  private static final Set<String> USUAL_CAPABILITIES =
      Set.of(
          "AUDIT_WRITE",
          "CHOWN",
          "DAC_OVERRIDE",
          "FOWNER",
          "FSETID",
          "KILL",
          "MKNOD",
          "NET_BIND_SERVICE",
          "NET_RAW",
          "SETFCAP",
          "SETGID",
          "SETPCAP",
          "SETUID",
          "SYS_CHROOT");

  /** Which files are read for a Compose file that is believed that far. */
  public Guard guard() {
    return this::checkFile;
  }

  /** Whether a Compose file in that folder may have the file read. */
  void checkFile(Path folder, Path file, Place place) {
    if (this != OWN && !inside(folder, file)) {
      throw place.invalid(
          "a file from elsewhere may read only what is in its own folder, not " + file,
          "Copy that file into the folder, after a look at it.");
    }
  }

  /** Whether a secret or config may be that file, which is shown among the dangers. */
  void checkMounted(Path folder, Path file, Place place) {
    if (this == IMPORTED) {
      checkFile(folder, file, place);
    }
  }

  /** Whether the path leads to something in the folder, links and all. */
  public static boolean inside(Path folder, Path path) {
    return real(path).startsWith(real(folder));
  }

  /** Where the path leads once links are followed, as far as there is something. */
  public static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      Path absolute = path.toAbsolutePath().normalize();
      Path parent = absolute.getParent();
      return parent == null ? absolute : real(parent).resolve(absolute.getFileName());
    }
  }

  void checkBind(Path folder, Path source, Place place) {
    Path end = real(source);
    if (source.getNameCount() == 0 || end.getNameCount() == 0) {
      throw place.invalid("mounting the whole machine into a container is not allowed");
    }
    if (isEngineSocket(source) || isEngineSocket(end)) {
      throw place.invalid("mounting the engine's socket gives a container the whole machine");
    }
    if (this == IMPORTED && !inside(folder, source)) {
      throw place.invalid("a file from elsewhere may mount only what is in its own folder");
    }
  }

  void checkBuild(Place place) {
    if (this == IMPORTED) {
      throw place.invalid("a file from elsewhere may not have images built");
    }
  }

  void checkDevice(Place place) {
    if (this == IMPORTED) {
      throw place.invalid("a file from elsewhere may not ask for devices of the machine");
    }
  }

  void checkCapability(String capability, Place place) {
    String name = plainName(capability);
    if (name.equals("ALL") || name.equals("SYS_ADMIN") || name.equals("SYS_MODULE")) {
      throw place.invalid("the capability " + name + " gives a container the whole machine");
    }
    if (this == IMPORTED && !USUAL_CAPABILITIES.contains(name)) {
      throw place.invalid("a file from elsewhere may not ask for the capability " + name);
    }
  }

  void checkSecurityOption(String option, Place place) {
    if (opensWalls(option)) {
      throw place.invalid("\"" + option + "\" takes away the container's walls");
    }
  }

  /** Without the prefix that some write. */
  static String plainName(String capability) {
    return capability.toUpperCase(Locale.ROOT).replaceFirst("^CAP_", "");
  }

  /** Whether every container has that right anyway. */
  static boolean usual(String capability) {
    return USUAL_CAPABILITIES.contains(capability);
  }

  /** Whether the option lets the container do what containers may not. */
  static boolean opensWalls(String option) {
    return option.contains("unconfined")
        || option.contains("label:disable")
        || option.contains("label=disable")
        || option.contains("no-new-privileges:false")
        || option.contains("systempaths");
  }

  /** Whether a program there speaks to a container engine. */
  static boolean isEngineSocket(Path path) {
    String name = path.getFileName() == null ? "" : path.getFileName().toString();
    return Set.of("docker.sock", "podman.sock", "containerd.sock", "crio.sock").contains(name);
  }
}
