// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.icons;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;

/** The application icon, as PNG with a transparent ground, in every size a system asks for. */
public enum AppIcon {
  /** 16 × 16 pixels. */
  SIZE_16(16),
  /** 24 × 24 pixels. */
  SIZE_24(24),
  /** 32 × 32 pixels. */
  SIZE_32(32),
  /** 48 × 48 pixels. */
  SIZE_48(48),
  /** 64 × 64 pixels. */
  SIZE_64(64),
  /** 128 × 128 pixels. */
  SIZE_128(128),
  /** 256 × 256 pixels. */
  SIZE_256(256),
  /** 512 × 512 pixels. */
  SIZE_512(512);

  private final int pixels;

  AppIcon(int pixels) {
    this.pixels = pixels;
  }

  /** Width and height in pixels. */
  public int pixels() {
    return pixels;
  }

  /** The PNG file; the caller closes it. */
  public InputStream open() throws IOException {
    String name = "wheelhouse-" + pixels + ".png";
    InputStream stream = AppIcon.class.getResourceAsStream(name);
    if (stream == null) {
      throw new FileNotFoundException("Missing from this program: " + name);
    }
    return stream;
  }
}
