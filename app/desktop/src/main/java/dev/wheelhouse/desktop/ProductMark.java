// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop;

import dev.wheelhouse.icons.AppIcon;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;

/** The application icon as images. */
final class ProductMark {
  private ProductMark() {}

  /** Every size, for the window's title bar and the task bar. */
  static List<Image> images() {
    return Arrays.stream(AppIcon.values()).map(ProductMark::image).toList();
  }

  /** The icon in a square of this size, sharp on screens of twice the density. */
  static ImageView view(int size) {
    ImageView view = new ImageView(image(AppIcon.SIZE_64));
    view.setFitWidth(size);
    view.setFitHeight(size);
    view.setSmooth(true);
    return view;
  }

  private static Image image(AppIcon icon) {
    try (InputStream stream = icon.open()) {
      return new Image(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
