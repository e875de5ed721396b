// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.frame;

/**
 * A place in the window, as data, so that no screen needs to know another.
 *
 * @param item what to show there: a service of Logs and Status, a conversation's id of Chat, a
 *     backup's name, a settings section; empty for the screen itself
 */
public record Place(ScreenName screen, String item) {
  public static Place of(ScreenName screen) {
    return new Place(screen, "");
  }
}
