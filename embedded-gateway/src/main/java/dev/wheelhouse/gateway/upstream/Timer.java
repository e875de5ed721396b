// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.upstream;

/** The timers of a call. An error that comes from one of them names it. */
public enum Timer {
  CONNECT("connect"),
  FIRST_TOKEN("first-token"),
  IDLE("idle"),
  WHOLE_ANSWER("whole-answer");

  private final String label;

  Timer(String label) {
    this.label = label;
  }

  /** As it stands in messages and metrics. */
  public String label() {
    return label;
  }
}
