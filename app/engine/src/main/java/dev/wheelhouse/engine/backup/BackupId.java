// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup;

import java.util.regex.Pattern;

/** Name of a backup, which is also its folder: {@code local-ai-20261121T120407Z}. */
public record BackupId(String value) {
  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,127}");

  public BackupId {
    if (!VALID.matcher(value).matches() || value.contains("..")) {
      throw new IllegalArgumentException("not a backup name: " + value);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
