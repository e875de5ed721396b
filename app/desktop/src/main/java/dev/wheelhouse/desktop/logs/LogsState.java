// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.logs;

/** What the logs screen has to show. */
public enum LogsState {
  /** The first lines are on their way. */
  LOADING,
  LINES,
  /** No service has written anything. */
  EMPTY
}
