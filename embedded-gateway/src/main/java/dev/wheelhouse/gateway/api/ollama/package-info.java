// SPDX-License-Identifier: Apache-2.0
/** What Ollama clients call: chat, tags, version. */
@NullMarked
package dev.wheelhouse.gateway.api.ollama;

import org.jspecify.annotations.NullMarked;
