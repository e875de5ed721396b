// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.frame;

/** Goes to places. To be called on the UI thread. */
@FunctionalInterface
public interface Navigator {
  void go(Place place);

  default void go(ScreenName screen) {
    go(Place.of(screen));
  }

  default void go(ScreenName screen, String item) {
    go(new Place(screen, item));
  }
}
