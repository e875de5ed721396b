// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.gateway.secret.Secret;
import dev.wheelhouse.testing.http.HttpAnswers;
import dev.wheelhouse.testing.http.HttpCall;
import dev.wheelhouse.testing.http.WatchedHttpServer;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Pain 19: a provider is shown as active and then fails, with an error that says nothing, most
 * often for a {@code /v1} too much or too little. A test takes the way of a chat before that.
 */
class ProviderTrialTest {
  private static final Secret KEY = Secret.of("sk-key-of-the-trial-test");
  private static final String MODELS =
      "{\"object\":\"list\",\"data\":[{\"id\":\"text-embedding-3-large\"},{\"id\":\"gpt-5\"},{\"id\":\"gpt-5-mini\"}]}";

  private final Map<String, HttpAnswers> paths = new ConcurrentHashMap<>();
  private final List<String> chats = new CopyOnWriteArrayList<>();
  private WatchedHttpServer server;

  @BeforeEach
  void start() {
    server = WatchedHttpServer.onPort(0, this::serve);
    paths.put("/v1/models", call -> call.json(200, MODELS));
    paths.put("/v1/chat/completions", ProviderTrialTest::answer);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void serve(HttpCall call) throws IOException, InterruptedException {
    if (call.request().method().equals("POST")) {
      chats.add(call.request().text());
    }
    paths
        .getOrDefault(
            call.request().path(),
            c ->
                c.reply(
                    404,
                    "text/html",
                    "<html></html>".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .answer(call);
  }

  private static void answer(HttpCall call) throws IOException {
    call.begin(200, "text/event-stream");
    call.write(ScriptedOpenAi.event("{\"content\":\"H\"}", "\"length\""));
    call.write("data: [DONE]\n\n");
    call.end();
  }

  private UpstreamVerdict test(String path) {
    URI base = server.uri().resolve(path);
    return Gateway.test(new UpstreamConfig.OpenAiCompatible("mine", base, KEY));
  }

  private UpstreamVerdict.Fails fails() {
    return (UpstreamVerdict.Fails) test("/v1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "/v1", "/v1/"})
  void pain19FindsAServerWithAndWithoutTheVersion(String path) {
    UpstreamVerdict.Works works = (UpstreamVerdict.Works) test(path);
    assertThat(works.models()).isEqualTo(3);
    assertThat(works.model()).as("a small model that chats").isEqualTo("gpt-5-mini");
    assertThat(chats).hasSize(1);
    assertThat(Rig.json(chats.getFirst()).path("max_tokens").asInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "/api, /api/v1",
    "/api/v1, /api",
    "/openai/v1/, /openai/v1",
    "/v1, ''",
    "/deep/er, /deep/er/v1"
  })
  void looksOnTheOtherSideOfTheVersion(String typed, String real) {
    paths.clear();
    paths.put(real + "/models", call -> call.json(200, MODELS));
    paths.put(real + "/chat/completions", ProviderTrialTest::answer);
    assertThat(test(typed)).isInstanceOf(UpstreamVerdict.Works.class);
  }

  @Test
  void aRunningGatewayFindsItTooAndShowsWhere() {
    paths.clear();
    paths.put("/api/v1/models", call -> call.json(200, MODELS));
    paths.put("/api/v1/chat/completions", ProviderTrialTest::answer);
    URI typed = server.uri().resolve("/api");
    try (Rig rig = Rig.over(new UpstreamConfig.OpenAiCompatible("mine", typed, KEY))) {
      String chat =
          "{\"model\":\"gpt-5\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
      assertThat(rig.post("/v1/chat/completions", chat).statusCode()).isEqualTo(200);
      assertThat(rig.settled().upstreams().getFirst().address()).endsWith("/api/v1");
    }
  }

  @Test
  void saysThatNothingOfTheKindIsAtTheAddress() {
    paths.clear();
    UpstreamVerdict.Fails fails = fails();
    assertThat(fails.reason()).isEqualTo(UpstreamVerdict.Reason.WRONG_ADDRESS);
    assertThat(fails.cause()).contains("has nothing at", "/v1/models");
    assertThat(fails.remedy()).contains("/v1");
  }

  @Test
  void saysThatNobodyAnswers() {
    server.close();
    assertThat(fails().reason()).isEqualTo(UpstreamVerdict.Reason.UNREACHABLE);
    assertThat(fails().remedy()).isNotEmpty();
  }

  @Test
  void pain19IsNotContentWithAListOfModelsThatEveryoneMaySee() {
    paths.put(
        "/v1/chat/completions",
        call ->
            call.json(401, "{\"error\":{\"message\":\"Incorrect API key " + KEY.reveal() + "\"}}"));
    UpstreamVerdict.Fails fails = fails();
    assertThat(fails.reason()).isEqualTo(UpstreamVerdict.Reason.KEY_REJECTED);
    assertThat(fails.cause() + fails.remedy()).contains("key").doesNotContain(KEY.reveal());
    assertThat(chats).as("a key is not tried at several models").hasSize(1);
  }

  /** How providers say that the key is wrong, or that nothing is left, and with which status. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400|{'error':{'code':400,'message':'API key not valid. Please pass a valid API key.','status':'INVALID_ARGUMENT'}}|KEY_REJECTED",
        "400|{'code':'invalid argument','error':'Incorrect API key provided: xa***bc.'}|KEY_REJECTED",
        "498|{'message':'invalid token'}|KEY_REJECTED",
        "403|{'error':{'message':'no access'}}|KEY_REJECTED",
        "402|{'error':{'message':'Insufficient Balance'}}|NO_CREDIT",
        "429|{'error':{'message':'You exceeded your current quota','type':'insufficient_quota','code':'insufficient_quota'}}|NO_CREDIT",
        "429|{'error':{'code':'1113','message':'Insufficient balance or no resource package. Please recharge.'}}|NO_CREDIT",
        "400|{'type':'error','error':{'type':'invalid_request_error','message':'Your credit balance is too low to access the Anthropic API.'}}|NO_CREDIT",
        "429|{'error':{'message':'Rate limit reached for gpt-5-mini'}}|RATE_LIMITED"
      })
  void tellsAWrongKeyFromAnEmptyAccountAndFromALimit(
      int status, String body, UpstreamVerdict.Reason reason) {
    paths.put("/v1/chat/completions", call -> call.json(status, body.replace('\'', '"')));
    assertThat(fails().reason()).isEqualTo(reason);
    assertThat(fails().remedy()).isNotEmpty();
  }

  @Test
  void triesAnotherModelWhenOneIsNotServed() {
    paths.put(
        "/v1/chat/completions",
        call -> {
          if (call.request().text().contains("\"gpt-5-mini\"")) {
            call.json(404, "{\"error\":{\"message\":\"The model gpt-5-mini does not exist\"}}");
          } else {
            answer(call);
          }
        });
    assertThat(((UpstreamVerdict.Works) test("/v1")).model()).isEqualTo("gpt-5");
  }

  @Test
  void saysThatNoModelIsThere() {
    paths.put("/v1/models", call -> call.json(200, "{\"data\":[{\"id\":\"nomic-embed-text\"}]}"));
    assertThat(fails().reason()).isEqualTo(UpstreamVerdict.Reason.MODEL_MISSING);
    paths.put("/v1/models", call -> call.json(200, MODELS));
    paths.put(
        "/v1/chat/completions",
        call -> call.json(404, "{\"error\":{\"message\":\"The model does not exist\"}}"));
    assertThat(fails().reason()).isEqualTo(UpstreamVerdict.Reason.MODEL_MISSING);
  }

  @Test
  void countsAModelThatSpentItsTokenOnThinkingAsAnAnswer() {
    paths.put(
        "/v1/chat/completions",
        call ->
            call.json(
                400,
                "{\"error\":{\"message\":\"Could not finish the message because max_tokens or model output limit was reached.\"}}"));
    assertThat(test("/v1")).isInstanceOf(UpstreamVerdict.Works.class);
  }

  @ParameterizedTest
  @EnumSource(ScriptedUpstream.Kind.class)
  void testsEveryFamilyInItsOwnApi(ScriptedUpstream.Kind kind) {
    try (ScriptedUpstream upstream = new ScriptedUpstream(kind)) {
      upstream.answer(Recorded.upstream(kind.lower()).get("length"));
      UpstreamVerdict.Works works = (UpstreamVerdict.Works) Gateway.test(upstream.config());
      assertThat(works.model()).isEqualTo(kind.model);
      assertThat(upstream.lastChat().text())
          .contains("\"Hi\"")
          .containsPattern("[tT]okens\":1|num_predict\":1");
      upstream.answer(Recorded.upstream(kind.lower()).get("rate-limit"));
      assertThat(((UpstreamVerdict.Fails) Gateway.test(upstream.config())).reason())
          .isEqualTo(UpstreamVerdict.Reason.RATE_LIMITED);
    }
  }
}
