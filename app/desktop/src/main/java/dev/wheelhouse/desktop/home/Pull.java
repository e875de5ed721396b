// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.home;

/** An image on its way, in bytes over the layers known so far. */
record Pull(String service, String image, long current, long total) {
  /** From 0 to 1; 0 while the size is unknown. */
  double fraction() {
    return total > 0 ? Math.min(1.0, (double) current / total) : 0;
  }
}
