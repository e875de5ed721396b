// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.testing.ollama.OllamaTestServer;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every answer has an id, by which it can be found again. */
class RequestIdTest {

  @Test
  void givesEveryAnswerAnIdOfItsOwn() {
    try (OllamaTestServer ollama = OllamaTestServer.start(0).withModel("llama3.2:1b");
        Rig rig = Rig.over(new UpstreamConfig.Ollama("local", ollama.uri()))) {
      List<String> ids = new ArrayList<>();
      String chat = OpenAiToOllamaTest.chat("llama3.2:1b", "hi", ",\"stream\":true");
      ids.add(id(rig.post("/v1/chat/completions", chat)));
      ids.add(id(rig.post("/api/chat", chat.replace("true", "false"))));
      ids.add(id(rig.post("/api/chat", "no json")));
      ids.add(id(rig.post("/v1/chat/completions", chat.replace("llama", "unknown"))));
      ids.add(id(rig.get("/v1/models")));
      ids.add(id(rig.get("/nothing")));
      ids.add(id(rig.send(java.net.http.HttpRequest.newBuilder(rig.uri("/v1/models")).build())));
      assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("[0-9a-f]{28}"));
      assertThat(ids)
          .isSortedAccordingTo((a, b) -> a.substring(0, 12).compareTo(b.substring(0, 12)));
    }
  }

  @Test
  void givesAnIdEvenToWhatIsNoHttp() {
    try (Rig rig = Rig.over();
        RawClient client = new RawClient(rig.gateway.port())) {
      client.send("GET / HTTP/1.1\r\nHost: x y\r\n\r\n");
      assertThat(client.readUntil("\r\n\r\n")).containsIgnoringCase("X-Request-Id: ");
    }
  }

  private static String id(HttpResponse<?> answer) {
    return answer.headers().firstValue("X-Request-Id").orElse("none");
  }
}
