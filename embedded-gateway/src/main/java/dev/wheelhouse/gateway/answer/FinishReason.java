// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.answer;

/** Why the model stopped. */
public enum FinishReason {
  STOP,
  LENGTH,
  TOOL_CALLS,
  CONTENT_FILTER
}
