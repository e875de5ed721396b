// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * Settings for a local runner that cloud models do not know: context length, keep-alive and so on.
 *
 * @param options Ollama's {@code options}, for example {@code num_ctx}
 * @param keepAlive how long the model stays loaded, as Ollama writes it
 */
public record RunnerHints(ObjectNode options, @Nullable JsonNode keepAlive) {}
