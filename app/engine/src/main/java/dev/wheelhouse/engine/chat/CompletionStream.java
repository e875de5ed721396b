// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wheelhouse.engine.secret.Redaction;
import java.io.EOFException;
import java.io.IOException;
import okio.BufferedSource;

/**
 * Reads a streamed answer: server-sent events whose data are {@code chat.completion.chunk} objects,
 * ended by {@code [DONE]}. A stream that ends earlier is a failure, never an end.
 */
final class CompletionStream {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long LONGEST_LINE = 4L << 20;
  private static final String DATA = "data:";

  private final Listener listener;
  private boolean finished;

  CompletionStream(Listener listener) {
    this.listener = listener;
  }

  /** Reads to the end; blocks. */
  void read(BufferedSource source) throws IOException, AnswerBroken {
    try {
      boolean more = true;
      while (more) {
        more = line(source.readUtf8LineStrict(LONGEST_LINE));
      }
    } catch (EOFException e) {
      if (!finished) {
        throw new AnswerBroken("", "the answer broke off", e);
      }
    } catch (IOException e) {
      // what comes after the reason to end is of no use to us
      if (!finished) {
        throw e;
      }
    }
  }

  /** Each event is one line of data, as every server of this dialect sends it. */
  private boolean line(String line) throws AnswerBroken {
    if (!line.startsWith(DATA)) {
      return true;
    }
    String data = line.substring(DATA.length()).strip();
    if (!data.equals("[DONE]")) {
      chunk(parse(data));
      return true;
    }
    if (!finished) {
      throw new AnswerBroken("", "the answer ended without a reason");
    }
    return false;
  }

  private void chunk(JsonNode chunk) throws AnswerBroken {
    if (chunk.hasNonNull("error")) {
      throw AnswerBroken.of(chunk, "the model server reported an error");
    }
    JsonNode choice = chunk.path("choices").path(0);
    JsonNode delta = choice.path("delta");
    String text = delta.path("content").asText("");
    String thinking =
        delta.hasNonNull("reasoning_content")
            ? delta.path("reasoning_content").asText("")
            : delta.path("reasoning").asText("");
    if (!text.isEmpty() || !thinking.isEmpty()) {
      listener.text(text, thinking);
    }
    if (choice.hasNonNull("finish_reason")) {
      finished = true;
    }
    JsonNode usage = chunk.path("usage");
    if (usage.isObject()) {
      listener.usage(
          usage.path("prompt_tokens").asInt(-1), usage.path("completion_tokens").asInt(-1));
    }
  }

  private static JsonNode parse(String data) throws AnswerBroken {
    try {
      return JSON.readTree(data);
    } catch (JsonProcessingException e) {
      throw new AnswerBroken("", "the model server sent something that is no JSON", e);
    }
  }

  /** What comes in. */
  interface Listener {
    void text(String text, String thinking);

    /** Tokens; -1 when unknown. */
    void usage(int prompt, int answer);
  }

  /** The answer cannot go on. */
  static final class AnswerBroken extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final String detail;

    AnswerBroken(String code, String detail) {
      this(code, detail, null);
    }

    AnswerBroken(String code, String detail, @org.jspecify.annotations.Nullable Throwable cause) {
      super(detail, cause);
      this.code = code;
      this.detail = detail;
    }

    /** From the error object of the dialect; messages of providers may quote a key. */
    static AnswerBroken of(JsonNode body, String otherwise) {
      JsonNode error = body.path("error");
      String message = error.isTextual() ? error.asText() : error.path("message").asText(otherwise);
      return new AnswerBroken(error.path("code").asText(""), Redaction.clean(message));
    }

    /** The gateway's stable word for it, or empty. */
    String code() {
      return code;
    }

    String detail() {
      return detail;
    }
  }
}
