// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.provider;

import dev.wheelhouse.gateway.embedding.EmbeddingAnswer;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.upstream.HttpUpstream;
import dev.wheelhouse.gateway.upstream.UpstreamFailures;
import java.io.IOException;
import java.util.List;
import okhttp3.Response;

/** One request for embeddings over HTTP. */
public final class EmbeddingCalls {
  private static final byte[] NOTHING = {};

  private EmbeddingCalls() {}

  /** Posts {@code body}; the answer is read only as far as it is needed. */
  public static EmbeddingAnswer post(
      HttpUpstream http, String path, byte[] body, Provider.EmbeddingCall call, boolean passOn)
      throws ApiFailure, ClientGone {
    byte[] answer;
    try (Response response = http.post(path, body, "application/json", call.scope())) {
      answer = http.wholeBody(response, call.scope());
    }
    try {
      if (passOn) {
        EmbeddingReader seen = EmbeddingReader.usage(answer);
        return new EmbeddingAnswer(answer, List.of(), seen.promptTokens());
      }
      EmbeddingReader read = EmbeddingReader.whole(answer);
      requireOneForEach(call, read, http.name());
      return new EmbeddingAnswer(NOTHING, read.vectors(), read.promptTokens());
    } catch (IOException e) {
      throw UpstreamFailures.unusable(http.name(), String.valueOf(e.getMessage()));
    }
  }

  private static void requireOneForEach(
      Provider.EmbeddingCall call, EmbeddingReader read, String name) throws ApiFailure {
    int asked = call.inbound().neutral().inputs().size();
    int got = read.vectors().size();
    if (asked != got) {
      throw UpstreamFailures.unusable(name, "it has %d vectors for %d texts".formatted(got, asked));
    }
  }
}
