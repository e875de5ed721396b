// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.headless;

/**
 * A setting that cannot be used. It names the setting and the remedy, and never shows the value.
 */
public final class SettingsProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String setting;

  /**
   * @param setting the variable, or the place in the file
   * @param cause one sentence
   * @param remedy one sentence
   */
  public SettingsProblem(String setting, String cause, String remedy) {
    super("%s: %s %s".formatted(setting, cause, remedy));
    this.setting = setting;
  }

  /** The variable, or the place in the file. */
  public String setting() {
    return setting;
  }
}
