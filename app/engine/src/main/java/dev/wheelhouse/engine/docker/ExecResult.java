// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker;

/** What a short command printed and how it ended. */
public record ExecResult(int exitCode, String output, String error) {
  public boolean ok() {
    return exitCode == 0;
  }
}
