// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup;

/** How far a backup was proven; each level includes the ones before it. */
public enum VerifyLevel {
  /** Size and SHA-256 of every member. */
  L1,
  /** Each member read whole by its own tool. */
  L2,
  /** Restored into throw-away containers, and counts compared with those of backup time. */
  L3
}
