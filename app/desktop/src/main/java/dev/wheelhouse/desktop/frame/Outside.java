// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.frame;

/** What leaves the window: the system's browser, file manager and clipboard. */
public interface Outside {

  /** Opens a web page or a folder in the system's own program. */
  void open(String url);

  /** Puts text on the clipboard. */
  void copy(String text);
}
