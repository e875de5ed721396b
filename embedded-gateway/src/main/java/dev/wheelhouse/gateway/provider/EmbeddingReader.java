// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.provider;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.wheelhouse.gateway.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.TreeMap;

/**
 * Reads answers with embeddings token by token: a tree of a hundred thousand numbers would cost
 * many times the answer itself.
 */
final class EmbeddingReader {
  private final TreeMap<Integer, float[]> vectors = new TreeMap<>();
  private final boolean keepVectors;
  private long promptTokens;

  private EmbeddingReader(boolean keepVectors) {
    this.keepVectors = keepVectors;
  }

  /** Reads all of an answer, in whichever form it is. */
  static EmbeddingReader whole(byte[] answer) throws IOException {
    return read(answer, true);
  }

  /** Reads only how many tokens were used. */
  static EmbeddingReader usage(byte[] answer) throws IOException {
    return read(answer, false);
  }

  /** One vector for each text, in order. */
  List<float[]> vectors() {
    return List.copyOf(vectors.values());
  }

  /** Tokens of all texts; 0 when the answer does not say. */
  long promptTokens() {
    return promptTokens;
  }

  private static EmbeddingReader read(byte[] answer, boolean keepVectors) throws IOException {
    EmbeddingReader reader = new EmbeddingReader(keepVectors);
    try (JsonParser parser = Json.parser(answer)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("it is no JSON object");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        parser.nextToken();
        reader.field(field, parser);
      }
      if (parser.currentToken() != JsonToken.END_OBJECT) {
        throw new IOException("it ends too early");
      }
    }
    return reader;
  }

  private void field(String field, JsonParser parser) throws IOException {
    switch (field) {
      case "data" -> list(parser, this::openAiEntry);
      case "embeddings" -> embeddings(parser);
      case "embedding" -> inValues(parser, 0); // Gemini's answer to one text
      case "meta" -> billed(parser);
      case "usage" -> usage(parser);
      case "prompt_eval_count" -> promptTokens = parser.getValueAsLong();
      default -> parser.skipChildren();
    }
  }

  /**
   * A list of vectors as Ollama writes it, of objects as Gemini does, or Cohere's lists by type.
   */
  private void embeddings(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      list(parser, this::inValues);
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean floats = parser.currentName().equals("float");
      parser.nextToken();
      if (floats) {
        list(parser, this::inValues);
      } else {
        parser.skipChildren();
      }
    }
  }

  private void inValues(JsonParser parser, int position) throws IOException {
    if (!keepVectors) {
      parser.skipChildren();
      return;
    }
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      vectors.put(position, vector(parser));
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean values = parser.currentName().equals("values");
      parser.nextToken();
      if (values) {
        vectors.put(position, vector(parser));
      } else {
        parser.skipChildren();
      }
    }
  }

  /** Cohere says what it bills, and nothing else. */
  private void billed(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    int depth = 1;
    while (depth > 0 && parser.nextToken() != null) {
      switch (parser.currentToken()) {
        case START_OBJECT, START_ARRAY -> depth++;
        case END_OBJECT, END_ARRAY -> depth--;
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
          if ("input_tokens".equals(parser.currentName())) {
            promptTokens = parser.getValueAsLong();
          }
        }
        default -> {}
      }
    }
  }

  /** Takes one entry of a list, at which the parser stands. */
  private interface Entry {
    void read(JsonParser parser, int position) throws IOException;
  }

  private void list(JsonParser parser, Entry entry) throws IOException {
    if (!keepVectors || parser.currentToken() != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return;
    }
    for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
      entry.read(parser, i);
    }
  }

  private void openAiEntry(JsonParser parser, int position) throws IOException {
    int index = position;
    float[] vector = {};
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "index" -> index = parser.getValueAsInt(position);
        case "embedding" -> vector = vector(parser);
        default -> parser.skipChildren();
      }
    }
    vectors.put(index, vector);
  }

  private void usage(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean prompt = parser.currentName().equals("prompt_tokens");
      parser.nextToken();
      if (prompt) {
        promptTokens = parser.getValueAsLong();
      }
      parser.skipChildren();
    }
  }

  /** A list of numbers, or Base64 of little-endian floats. */
  private static float[] vector(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      return decoded(parser.getText());
    }
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw new IOException("a vector is neither a list nor Base64");
    }
    float[] numbers = new float[1024];
    int count = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() == null || !parser.currentToken().isNumeric()) {
        throw new IOException("a vector has something other than numbers");
      }
      if (count == numbers.length) {
        numbers = Arrays.copyOf(numbers, count * 2);
      }
      numbers[count++] = parser.getFloatValue();
    }
    return Arrays.copyOf(numbers, count);
  }

  private static float[] decoded(String base64) throws IOException {
    try {
      var floats =
          ByteBuffer.wrap(Base64.getDecoder().decode(base64))
              .order(ByteOrder.LITTLE_ENDIAN)
              .asFloatBuffer();
      float[] vector = new float[floats.remaining()];
      floats.get(vector);
      return vector;
    } catch (IllegalArgumentException e) {
      throw new IOException("a vector is no Base64", e);
    }
  }
}
