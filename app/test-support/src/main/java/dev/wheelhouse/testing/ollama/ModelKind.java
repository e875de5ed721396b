// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.testing.ollama;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the test library knows of a model.
 *
 * @param name as it is pulled
 * @param family the architecture
 * @param parameterSize as Ollama prints it, "1.2B"
 * @param parameters how many
 * @param embeddingLength the length of its vectors
 * @param capabilities what it can do: completion, tools, thinking, embedding
 */
record ModelKind(
    String name,
    String family,
    String parameterSize,
    long parameters,
    int embeddingLength,
    List<String> capabilities) {
  private static final int CONTEXT_LENGTH = 131_072;

  /** Everything that can be pulled from the test library. */
  static final List<ModelKind> LIBRARY =
      List.of(
          chat("llama3.2:1b", "llama", "1.2B", 1_235_814_432L, "tools"),
          chat("llama3.2:latest", "llama", "3.2B", 3_212_749_888L, "tools"),
          chat("qwen3:0.6b", "qwen3", "751.63M", 751_632_384L, "tools", "thinking"),
          chat("gemma3:1b", "gemma3", "999.89M", 999_885_952L),
          embedding("all-minilm:latest", "bert", "23M", 22_565_376L, 384),
          embedding("nomic-embed-text:latest", "nomic-bert", "137M", 136_727_040L, 768));

  ModelKind {
    capabilities = List.copyOf(capabilities);
  }

  static Optional<ModelKind> find(ModelName name) {
    return LIBRARY.stream().filter(kind -> kind.name.equals(name.display())).findFirst();
  }

  boolean can(String capability) {
    return capabilities.contains(capability);
  }

  /** The {@code details} of tags, ps and show. */
  ObjectNode details() {
    ObjectNode details = Json.object();
    details.put("parent_model", "").put("format", "gguf").put("family", family);
    details.putArray("families").add(family);
    return details
        .put("parameter_size", parameterSize)
        .put("quantization_level", can("embedding") ? "F16" : "Q8_0");
  }

  /** The {@code model_info} of show. */
  ObjectNode information() {
    return Json.object()
        .put("general.architecture", family)
        .put("general.file_type", 7)
        .put("general.parameter_count", parameters)
        .put(family + ".context_length", can("embedding") ? 512 : CONTEXT_LENGTH)
        .put(family + ".embedding_length", embeddingLength);
  }

  private static ModelKind chat(
      String name, String family, String size, long parameters, String... more) {
    List<String> capabilities = new ArrayList<>(List.of("completion"));
    capabilities.addAll(List.of(more));
    return new ModelKind(name, family, size, parameters, 2048, capabilities);
  }

  private static ModelKind embedding(
      String name, String family, String size, long parameters, int length) {
    return new ModelKind(name, family, size, parameters, length, List.of("embedding"));
  }
}
