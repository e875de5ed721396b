// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.chat;

/**
 * A call that the model made.
 *
 * @param id joins the call to its result
 * @param name the function
 * @param arguments a JSON object, as text
 */
public record ToolCall(String id, String name, String arguments) {}
