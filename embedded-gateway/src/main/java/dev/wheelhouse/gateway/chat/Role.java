// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.chat;

/** Who speaks. */
public enum Role {
  SYSTEM,
  USER,
  ASSISTANT,
  TOOL
}
