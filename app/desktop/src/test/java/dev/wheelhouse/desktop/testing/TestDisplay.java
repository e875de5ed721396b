// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.testing;

/** The display that tests open the real window on. */
public final class TestDisplay {
  private TestDisplay() {}

  /**
   * Says early and plainly when there is none.
   *
   * @throws AssertionError on a Linux without a display
   */
  public static void require() {
    String display = System.getenv("DISPLAY");
    if (System.getProperty("os.name", "").equals("Linux")
        && (display == null || display.isBlank())) {
      throw new AssertionError(
          "This test opens a window: run ./verify, or set DISPLAY to a display such as Xvfb's.");
    }
  }
}
