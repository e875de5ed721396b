// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack;

import java.util.regex.Pattern;

/** A stack's name, which is also its Compose project name. */
public record StackId(String value) {
  private static final Pattern VALID = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

  public StackId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not a stack name: " + value);
    }
  }

  /** Whether the text could be a stack's name. */
  public static boolean isValid(String value) {
    return VALID.matcher(value).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
