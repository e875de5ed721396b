// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.icons;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AppIconTest {

  @ParameterizedTest
  @EnumSource
  void hasTheSizeItSaysAndRoundCorners(AppIcon icon) throws IOException {
    try (InputStream stream = icon.open()) {
      BufferedImage image = ImageIO.read(stream);

      assertThat(image.getWidth()).isEqualTo(icon.pixels());
      assertThat(image.getHeight()).isEqualTo(icon.pixels());
      assertThat(image.getRGB(0, 0) >>> 24).as("corner is see-through").isLessThan(128);
      assertThat(image.getRGB(icon.pixels() / 2, icon.pixels() / 2) >>> 24).isEqualTo(255);
    }
  }
}
