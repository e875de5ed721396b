// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.model;

import java.time.Instant;

/** A model on an Ollama server. */
public record OllamaModel(
    String name,
    String digest,
    long sizeBytes,
    String family,
    String parameters,
    String quantization,
    Instant modifiedAt) {}
