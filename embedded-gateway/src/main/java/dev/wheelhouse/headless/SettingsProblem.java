// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.headless;

/**
 * A setting that cannot be used. It names the setting and the remedy, and never shows the value.
 */
public final class SettingsProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String setting;
  private final String cause;
  private final String remedy;

  /**
   * @param setting the variable, or the place in the file
   * @param cause one sentence
   * @param remedy one sentence
   */
  public SettingsProblem(String setting, String cause, String remedy) {
    super("%s: %s %s".formatted(setting, cause, remedy));
    this.setting = setting;
    this.cause = cause;
    this.remedy = remedy;
  }

  /** What is wrong with it. */
  public String cause() {
    return cause;
  }

  /** What to do about it. */
  public String remedy() {
    return remedy;
  }

  /** The variable, or the place in the file. */
  public String setting() {
    return setting;
  }
}
