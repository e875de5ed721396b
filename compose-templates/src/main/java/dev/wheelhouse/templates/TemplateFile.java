// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.templates;

import java.util.Arrays;

/**
 * One file of a template.
 *
 * @param path inside the folder, with {@code /} on every system; never leads out of it
 * @param executable whether it is a program
 */
public record TemplateFile(String path, boolean executable) {

  /** Refuses paths that could lead out of the folder. */
  public TemplateFile {
    if (!isInside(path)) {
      throw new IllegalArgumentException("Not a path inside a template: " + path);
    }
  }

  /** Whether a path is plain and stays in the folder it starts from. */
  static boolean isInside(String path) {
    return path.matches("[A-Za-z0-9._/-]+")
        && Arrays.stream(path.split("/", -1))
            .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
  }
}
