// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.frame;

/** The screens, in the order of the rail. */
public enum ScreenName {
  HOME("Home", 1),
  STATUS("Status", 2),
  LOGS("Logs", 3),
  BACKUPS("Backups", 4),
  CHAT("Chat", 5),
  MODELS("Models", 6),
  GATEWAY("Gateway", 7),
  DOCTOR("Doctor", 8),
  SETTINGS("Settings", 9);

  private final String title;
  private final int digit;

  ScreenName(String title, int digit) {
    this.title = title;
    this.digit = digit;
  }

  public String title() {
    return title;
  }

  /** The digit of its shortcut. */
  public int digit() {
    return digit;
  }
}
