// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.chat;

/** How much the model should think before it answers. */
public enum Effort {
  /** The client did not say. */
  UNSET,
  OFF,
  /** On, as much as the model likes. */
  ON,
  LOW,
  MEDIUM,
  HIGH,
  MAX
}
