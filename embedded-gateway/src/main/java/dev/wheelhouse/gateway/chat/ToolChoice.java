// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.chat;

/** Whether the model may, must or must not call a tool. */
public sealed interface ToolChoice {
  /** The model decides. */
  record Auto() implements ToolChoice {}

  /** No tool. */
  record None() implements ToolChoice {}

  /** Some tool. */
  record Required() implements ToolChoice {}

  /** This tool. */
  record Named(String name) implements ToolChoice {}
}
