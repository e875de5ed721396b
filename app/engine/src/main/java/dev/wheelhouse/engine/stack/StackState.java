// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack;

/** The whole stack in one word. */
public enum StackState {
  /** The engine does not answer, so nothing is known. */
  UNKNOWN,
  STOPPED,
  STARTING,
  /** Every service runs and is healthy. */
  RUNNING,
  /** Some services run, some do not or are unhealthy. */
  DEGRADED,
  STOPPING
}
