// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli.output;

/** Exit statuses, the same for every command. */
public final class ExitStatus {
  /** Done. */
  public static final int DONE = 0;

  /** Failed; cause and remedy are on standard error. */
  public static final int FAILED = 1;

  /** Wrong usage. */
  public static final int USAGE = 2;

  private ExitStatus() {}
}
