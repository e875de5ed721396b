// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.log;

/** The store of the log does not work: a full disk, a database that is away. */
public final class LogFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What did not work, without content or passwords. */
  public LogFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
