// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop;

import dev.wheelhouse.desktop.frame.Outside;
import java.util.Map;
import javafx.application.HostServices;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;

/** The real browser and clipboard. */
final class SystemOutside implements Outside {
  private final HostServices host;

  SystemOutside(HostServices host) {
    this.host = host;
  }

  @Override
  public void open(String url) {
    host.showDocument(url);
  }

  @Override
  public void copy(String text) {
    Clipboard.getSystemClipboard().setContent(Map.of(DataFormat.PLAIN_TEXT, text));
  }
}
