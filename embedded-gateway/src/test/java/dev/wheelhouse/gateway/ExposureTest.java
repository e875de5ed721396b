// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.gateway.http.Exposure;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway beyond this machine: only by the names that were listed, only with a token. */
class ExposureTest {
  private static Rig rig;

  @BeforeAll
  static void start() {
    rig = Rig.exposed(List.of("llm.example", "proxy.example:8443", "10.1.2.3"));
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "llm.example",
        "llm.example:PORT",
        "proxy.example:8443",
        "10.1.2.3",
        "127.0.0.1:PORT",
        "localhost:PORT",
        "[::1]:PORT"
      })
  void isCalledByEachNameOfTheList(String host) {
    assertThat(status(host, "Authorization: Bearer " + Rig.TOKEN.reveal())).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:PORT",
        "a.llm.example",
        "llm.example.evil.example",
        "llm.example:80",
        "LLM.example",
        "llm.example.",
        "proxy.example",
        "proxy.example:PORT",
        "10.1.2.3.nip.io",
        "127.0.0.1",
        "localhost",
        "0.0.0.0:PORT",
        "",
        "*"
      })
  void refusesEveryOtherName(String host) {
    assertThat(status(host, "Authorization: Bearer " + Rig.TOKEN.reveal())).isEqualTo(403);
  }

  @Test
  void alwaysWantsTheToken() {
    assertThat(status("llm.example", "X-Nothing: here")).isEqualTo(401);
    assertThat(status("llm.example", "Authorization: Bearer other")).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"*", "*.example", "", " ", "Llm.example", "http://llm.example", "a/b", "a:99999"})
  void takesNoPatternsAndNothingThatIsNoName(String entry) {
    assertThatThrownBy(() -> Exposure.of("0.0.0.0", List.of(entry)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void wantsNamesAndALiteralAddress() {
    assertThatThrownBy(() -> Exposure.of("0.0.0.0", List.of()))
        .hasMessageContaining("names that clients call it by are missing");
    assertThatThrownBy(() -> Exposure.of("example.com", List.of("a")))
        .hasMessageContaining("literal");
  }

  private static int status(String host, String header) {
    String request =
        "GET /v1/models HTTP/1.1\r\nHost: %s\r\n%s\r\nConnection: close\r\n\r\n"
            .formatted(host.replace("PORT", Integer.toString(rig.gateway.port())), header);
    try (RawClient client = new RawClient(rig.gateway.port())) {
      client.send(request);
      return RawClient.status(client.readUntil("\r\n"));
    }
  }
}
