// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A function that the model may call.
 *
 * @param name its name
 * @param function the whole description as both dialects write it: name, description, parameters as
 *     a JSON schema, and fields that we do not know
 */
public record ToolSpec(String name, ObjectNode function) {}
