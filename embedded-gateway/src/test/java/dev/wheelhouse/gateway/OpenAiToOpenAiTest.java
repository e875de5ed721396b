// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static dev.wheelhouse.gateway.ScriptedOpenAi.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.gateway.secret.Secret;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An OpenAI client in front of an OpenAI-compatible upstream: bytes pass as they are. */
class OpenAiToOpenAiTest {
  private static final String USAGE =
      "data: {\"id\":\"c1\",\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2,\"total_tokens\":7}}\n\n";
  private static final String ODD_STREAM =
      ": OPENROUTER PROCESSING\n\n"
          + event("{\"role\":\"assistant\",\"content\":\"\"}", "null")
          + "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Grüße 🌍\"}}],\"vendor_field\":1.10}\r\n\r\n"
          + "event: vendor\nid: 7\ndata: {\"choices\":[{\"index\":0,\ndata: \"delta\":{\"content\":\"!\"}}]}\n\n"
          + event("{\"reasoning\":\"hm\"}", "null")
          + event("{}", "\"stop\"");
  private static final String DONE = "data: [DONE]\n\n";

  private ScriptedOpenAi cloud;
  private Rig rig;

  @BeforeEach
  void start() {
    cloud = new ScriptedOpenAi();
    rig = Rig.over(cloud.upstream());
  }

  @AfterEach
  void stop() {
    rig.close();
    cloud.close();
  }

  @Test
  void passesEveryByteOfAStream() {
    cloud.streams(ODD_STREAM, USAGE, DONE);
    String body = chat(",\"stream\":true,\"stream_options\":{\"include_usage\":true}");
    assertThat(rig.post("/v1/chat/completions", body).body()).isEqualTo(ODD_STREAM + USAGE + DONE);
  }

  @Test
  void passesEveryByteWhereverTheNetworkCutsTheStream() {
    String whole = ODD_STREAM + DONE;
    cloud.chat(call -> {
      call.begin(200, "text/event-stream");
      for (int point : whole.codePoints().toArray()) {
        call.write(Character.toString(point));
      }
      call.end();
    });
    assertThat(rig.post("/v1/chat/completions", chat(",\"stream\":true")).body()).isEqualTo(whole);
  }

  @Test
  void asksForUsageButHidesItFromAClientThatDidNot() {
    cloud.streams(ODD_STREAM, USAGE, DONE);
    HttpResponse<String> answer =
        rig.post("/v1/chat/completions", chat(",\"stream\":true,\"stream_options\":{\"x\":1}"));
    assertThat(answer.body()).isEqualTo(ODD_STREAM + DONE);
    assertThat(cloud.lastBody().at("/stream_options/include_usage").asBoolean()).isTrue();
    assertThat(cloud.lastBody().at("/stream_options/x").asInt()).isEqualTo(1);
    assertThat(rig.settled().upstreams().getFirst().counters().completionTokens()).isEqualTo(2);
  }

  @Test
  void passesTheRequestAsItIsWhenNothingHasToChange() {
    cloud.streams(ODD_STREAM, DONE);
    String body =
        chat(
            ", \"stream\" : true,\n \"stream_options\":{\"include_usage\":true}, \"temperature\":1.10,"
                + " \"vendor\":{\"big\":12345678901234567890123, \"tiny\":1e-320}");
    rig.post("/v1/chat/completions", body);
    assertThat(cloud.lastChat().text()).isEqualTo(body);
  }

  @Test
  void keepsUnknownFieldsAndDigitsWhenItChangesTheRequest() {
    cloud.streams(ODD_STREAM, DONE);
    String more =
        ",\"stream\":true,\"temperature\":1.10,\"vendor\":{\"big\":12345678901234567890123,\"e\":1E-20}";
    rig.post(
        "/v1/chat/completions",
        chat(more).replace(ScriptedOpenAi.MODEL, "cloud/" + ScriptedOpenAi.MODEL));
    assertThat(cloud.lastBody().path("model").asText()).isEqualTo(ScriptedOpenAi.MODEL);
    assertThat(cloud.lastChat().text())
        .contains("\"temperature\":1.10", "12345678901234567890123", "1E-20");
  }

  @Test
  void passesAWholeAnswerAsItIs() {
    String whole =
        "{\"id\":\"c1\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"hi\",\"x\":[1.50]},"
            + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1}, \"vendor\" : true}";
    cloud.chat(call -> call.json(200, whole));
    String body = chat(",\"n\":2");
    assertThat(rig.post("/v1/chat/completions", body).body()).isEqualTo(whole);
    assertThat(cloud.lastChat().text()).isEqualTo(body);
    assertThat(rig.settled().upstreams().getFirst().counters().promptTokens()).isEqualTo(3);
  }

  @Test
  void sendsItsOwnKeyAndNothingOfTheClients() {
    cloud.streams(ODD_STREAM, DONE);
    rig.send(
        rig.posting("/v1/chat/completions", chat(",\"stream\":true"))
            .header("Cookie", "session=1")
            .header("OpenAI-Organization", "org-of-client")
            .header("X-Forwarded-For", "10.0.0.1")
            .build());
    var headers = cloud.lastChat().headers();
    assertThat(headers.first("Authorization")).hasValue("Bearer " + ScriptedOpenAi.KEY.reveal());
    assertThat(headers.first("Accept-Encoding")).hasValue("identity");
    assertThat(headers.fields().keySet())
        .containsExactlyInAnyOrder(
            "authorization",
            "accept",
            "accept-encoding",
            "connection",
            "content-length",
            "content-type",
            "host",
            "user-agent");
  }

  @Test
  void refusesToBeToldWhereToSendTheRequest() {
    for (String field : List.of("api_base", "base_url", "api_key")) {
      HttpResponse<String> answer =
          rig.post("/v1/chat/completions", chat(",\"%s\":\"http://127.0.0.1:1\"".formatted(field)));
      assertThat(answer.statusCode()).as(field).isEqualTo(400);
      assertThat(Rig.json(answer.body()).at("/error/param").asText()).isEqualTo(field);
    }
    assertThat(cloud.chatCount()).isZero();
  }

  @Test
  void endsAStreamForTheClientThatTheUpstreamEndsWithoutTheMark() {
    cloud.streams(event("{\"content\":\"a\"}", "null"), event("{}", "\"stop\""));
    assertThat(rig.post("/v1/chat/completions", chat(",\"stream\":true")).body()).endsWith(DONE);
  }

  @Test
  void usesConfiguredModelsWithoutAskingForThem() {
    cloud.models(call -> call.json(404, "{}")).streams(ODD_STREAM, DONE);
    rig.gateway.update(
        List.of(
            new UpstreamConfig.OpenAiCompatible(
                "cloud", cloud.server().uri(), Secret.none(), List.of("alpha"))));
    String body = chat(",\"stream\":true").replace(ScriptedOpenAi.MODEL, "alpha");
    assertThat(rig.post("/v1/chat/completions", body).body()).isEqualTo(ODD_STREAM + DONE);
    assertThat(cloud.lastChat().headers().first("Authorization")).isEmpty();
  }

  private static String chat(String more) {
    return OpenAiToOllamaTest.chat(ScriptedOpenAi.MODEL, "hi", more);
  }
}
