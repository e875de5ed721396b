// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.testing.ollama.OllamaTestServer;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Pieces of a stream go out one by one and at once. */
class StreamingTest {
  private static final int STREAMS = 200;
  private static final int TOKENS = 40;

  @Test
  void keepsThePiecesOfTwoHundredStreamsApart() throws InterruptedException, ExecutionException {
    try (OllamaTestServer ollama = OllamaTestServer.start(0).withModel("llama3.2:1b");
        Rig rig = Rig.over(new UpstreamConfig.Ollama("local", ollama.uri()));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      rig.get("/v1/models");
      List<Future<List<String>>> streams = new ArrayList<>();
      for (int i = 0; i < STREAMS; i++) {
        boolean openAi = i % 2 == 0;
        streams.add(threads.submit(() -> chunks(rig.gateway.port(), openAi)));
      }
      for (Future<List<String>> stream : streams) {
        assertThat(stream.get()).hasSize(TOKENS).doesNotHaveDuplicates();
      }
      assertThat(rig.settled().upstreams().getFirst().counters().completionTokens())
          .isEqualTo((long) STREAMS * TOKENS);
    }
  }

  /** The HTTP chunks of one stream that carry a token; each must carry exactly one. */
  private static List<String> chunks(int port, boolean openAi) throws IOException {
    try (RawClient client = new RawClient(port)) {
      client.send(request(port, openAi, "[[tokens=%d]] [[delay=10]]".formatted(TOKENS)));
      client.readUntil("\r\n\r\n");
      List<String> tokens = new ArrayList<>();
      InputStream in = client.in();
      for (String chunk = chunk(in); !chunk.isEmpty(); chunk = chunk(in)) {
        int count = chunk.split("word", -1).length - 1;
        assertThat(count).as(chunk).isLessThanOrEqualTo(1);
        if (count == 1) {
          tokens.add(chunk.replaceAll("(?s).*(word\\d+).*", "$1"));
        }
      }
      return tokens;
    }
  }

  private static String chunk(InputStream in) throws IOException {
    StringBuilder size = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      size.append((char) next);
    }
    byte[] bytes = in.readNBytes(Integer.parseInt(size.toString().strip(), 16));
    in.readNBytes(2);
    return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
  }

  private static String request(int port, boolean openAi, String prompt) {
    String body = OpenAiToOllamaTest.chat("llama3.2:1b", prompt, ",\"stream\":true");
    return "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: Bearer %s\r\n"
            .formatted(openAi ? "/v1/chat/completions" : "/api/chat", port, Rig.TOKEN.reveal())
        + "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(body.length(), body);
  }
}
