// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.embedding;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.wheelhouse.gateway.embedding.EmbeddingAnswer;
import dev.wheelhouse.gateway.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;

/** Writes vectors in each form. */
final class EmbeddingWriter {
  private EmbeddingWriter() {}

  /** {@code /v1/embeddings}; {@code base64} is what OpenAI's own clients ask for. */
  static byte[] openAi(String model, EmbeddingAnswer answer, boolean base64) {
    return written(json -> {
      json.writeStartObject();
      json.writeStringField("object", "list");
      json.writeArrayFieldStart("data");
      int index = 0;
      for (float[] vector : answer.vectors()) {
        json.writeStartObject();
        json.writeStringField("object", "embedding");
        json.writeNumberField("index", index++);
        json.writeFieldName("embedding");
        if (base64) {
          json.writeString(base64(vector));
        } else {
          numbers(json, vector);
        }
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeStringField("model", model);
      json.writeObjectFieldStart("usage");
      json.writeNumberField("prompt_tokens", answer.promptTokens());
      json.writeNumberField("total_tokens", answer.promptTokens());
      json.writeEndObject();
      json.writeEndObject();
    });
  }

  /** {@code /api/embed}; the duration, in nanoseconds, is what the gateway measured. */
  static byte[] ollama(String model, EmbeddingAnswer answer, long nanos) {
    return written(json -> {
      json.writeStartObject();
      json.writeStringField("model", model);
      json.writeArrayFieldStart("embeddings");
      for (float[] vector : answer.vectors()) {
        numbers(json, vector);
      }
      json.writeEndArray();
      json.writeNumberField("total_duration", nanos);
      json.writeNumberField("prompt_eval_count", answer.promptTokens());
      json.writeEndObject();
    });
  }

  /** {@code /api/embeddings}. */
  static byte[] ollamaLegacy(EmbeddingAnswer answer) {
    List<float[]> vectors = answer.vectors();
    return written(json -> {
      json.writeStartObject();
      json.writeFieldName("embedding");
      numbers(json, vectors.isEmpty() ? new float[0] : vectors.getFirst());
      json.writeEndObject();
    });
  }

  private interface Content {
    void write(JsonGenerator json) throws IOException;
  }

  private static byte[] written(Content content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(8192);
    try (JsonGenerator json = Json.generator(out)) {
      content.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void numbers(JsonGenerator json, float[] vector) throws IOException {
    json.writeStartArray();
    for (float number : vector) {
      json.writeNumber(number);
    }
    json.writeEndArray();
  }

  private static String base64(float[] vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return Base64.getEncoder().encodeToString(bytes.array());
  }
}
