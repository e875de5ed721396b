// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.wheelhouse.gateway.credential.KeyRing;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.FailureKind;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.limit.GatewayLimits;
import dev.wheelhouse.gateway.secret.Secret;
import dev.wheelhouse.gateway.upstream.BaseAddress;
import dev.wheelhouse.gateway.upstream.HttpUpstream;
import dev.wheelhouse.gateway.upstream.UpstreamClient;
import dev.wheelhouse.testing.http.HttpRequest;
import dev.wheelhouse.testing.http.WatchedHttpServer;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * S-11: a key goes only to the host that the user saved it for. Whatever a request, a redirect or a
 * name server says, no other host gets one, and no upstream leads to a cloud's metadata.
 */
class S11BaseUrlTest {
  private static final Secret KEY = Secret.of("sk-saved-for-one-host-only");

  private final List<HttpRequest> seen = new CopyOnWriteArrayList<>();
  private WatchedHttpServer server;
  private volatile List<String> resolved = List.of("127.0.0.1");

  @BeforeEach
  void start() {
    server =
        WatchedHttpServer.onPort(
            0,
            call -> {
              seen.add(call.request());
              call.json(200, "{\"data\":[]}");
            });
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // link-local and metadata, by address and by name
        "https://169.254.169.254/latest/meta-data",
        "http://169.254.169.254",
        "https://169.254.0.1",
        "https://[fe80::1]/",
        "http://[fd00:ec2::254]/latest",
        "https://[fd00:ec2::254]/latest",
        "https://[fd20:ce::254]/",
        "https://100.100.100.200/",
        "https://192.0.0.192/",
        "https://168.63.129.16/",
        "https://metadata.google.internal/computeMetadata/v1",
        "https://METADATA.GOOGLE.INTERNAL./",
        "http://metadata/",
        "http://instance-data/",
        // the same address in other spellings
        "http://2852039166/",
        "https://2852039166/",
        "http://0xA9FEA9FE/",
        "http://0xa9.0xfe.0xa9.0xfe/",
        "http://0251.0376.0251.0376/",
        "http://169.254.43518/",
        "http://169.16689662/",
        "http://169.254.169.254./",
        "https://[::ffff:169.254.169.254]/",
        "https://[::ffff:a9fe:a9fe]/",
        "https://[::169.254.169.254]/",
        "https://[64:ff9b::a9fe:a9fe]/",
        "https://[2002:a9fe:a9fe::1]/",
        "http://2130706433:11434/",
        "http://0177.0.0.1:11434/",
        "http://0x7f.1:11434/",
        "http://127.1:11434/",
        // nowhere, or everywhere
        "http://0.0.0.0:11434/",
        "https://0.0.0.0/",
        "https://[::]/",
        "https://255.255.255.255/",
        "https://224.0.0.1/",
        "http://0/",
        // a host that two parsers may read differently
        "https://api.openai.com@evil.example/v1",
        "https://user:sk-secret-word@api.openai.com/v1",
        "https://api.openai.com%40evil.example/v1",
        "https://api.openai.com%2eevil.example/v1",
        "https://evil.example#@api.openai.com/v1",
        "https://evil.example?@api.openai.com/v1",
        "https:///api.openai.com/v1",
        "https:api.openai.com/v1",
        // clear text on the way to a cloud
        "http://203.0.113.7/v1",
        "http://8.8.8.8/v1",
        "http://[2001:db8::1]/v1",
        // other schemes
        "ftp://api.openai.com/v1",
        "file:///etc/passwd",
        "gopher://127.0.0.1:6379/_"
      })
  void refusesTheAddressWhenItIsSaved(String address) {
    assertThatThrownBy(() -> UpstreamConfig.of("up", URI.create(address), KEY))
        .isInstanceOf(GatewayException.class)
        .extracting(Throwable::getMessage)
        .asString()
        .contains("The address of upstream up cannot be used")
        .doesNotContain("sk-secret-word");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:11434",
        "http://localhost:1234/v1",
        "http://[::1]:8080/v1",
        "http://192.168.178.20:8000/v1",
        "http://10.1.2.3/v1",
        "http://[fd12:3456::7]:8000",
        "http://ollama:11434",
        "https://api.openai.com/v1",
        "https://llm.corp.example/api",
        "https://203.0.113.7/v1"
      })
  void takesWhatTheUserMayMean(String address) {
    assertThat(UpstreamConfig.of("up", URI.create(address), KEY).baseUri())
        .isEqualTo(URI.create(address));
  }

  /** What a name resolves to is looked at when the connection is made, each time. */
  @ParameterizedTest
  @CsvSource({
    "https://llm.corp.example/v1, false, 169.254.169.254",
    "https://llm.corp.example/v1, false, fd00:ec2::254",
    "https://llm.corp.example/v1, false, 64:ff9b::a9fe:a9fe",
    "https://llm.corp.example/v1, false, 0.0.0.0",
    "http://model-server.example/v1, false, 203.0.113.7",
    "http://model-server.example/v1, false, 169.254.169.254",
    "http://model-server.example/v1, false, fd00:ec2::254",
    "https://api.openai.com/v1, true, 127.0.0.1",
    "https://api.openai.com/v1, true, ::1",
    "https://api.openai.com/v1, true, 192.168.0.10",
    "https://api.openai.com/v1, true, 10.0.0.1",
    "https://api.openai.com/v1, true, 172.31.255.255",
    "https://api.openai.com/v1, true, 100.64.0.1",
    "https://api.openai.com/v1, true, fd12::1",
    "https://api.openai.com/v1, true, 169.254.169.254",
    "https://api.openai.com/v1, true, 127.0.0.1 10.0.0.1"
  })
  void connectsToNoAddressThatTheNameMustNotHave(String base, boolean cloud, String addresses) {
    resolved = Arrays.asList(addresses.split(" ", -1));
    BaseAddress address = BaseAddress.of(URI.create(base));
    ApiFailure failure = refused(cloud ? address.onlyPublic() : address);
    assertThat(failure.kind()).isEqualTo(FailureKind.UPSTREAM_UNREACHABLE);
    assertThat(failure).hasMessageContaining("does not resolve to a usable address");
    assertThat(seen).isEmpty();
  }

  @Test
  void noticesANameThatIsBoundAnewBetweenTwoRequests() throws ApiFailure {
    BaseAddress base =
        BaseAddress.of(URI.create("http://model-server.example:" + server.port() + "/v1"));
    OkHttpClient client = client();
    HttpUpstream upstream = upstream(base, client);
    upstream.get("/models");
    assertThat(seen).hasSize(1);
    resolved = List.of("169.254.169.254");
    client.connectionPool().evictAll();
    assertThat(catchThrowable(() -> upstream.get("/models")))
        .isInstanceOf(ApiFailure.class)
        .hasMessageContaining("does not resolve to a usable address");
    assertThat(seen).hasSize(1);
  }

  @Test
  void takesTheUsableOnesOfSeveralAddresses() throws ApiFailure {
    resolved = List.of("169.254.169.254", "127.0.0.1");
    URI base = URI.create("http://model-server.example:" + server.port());
    upstream(BaseAddress.of(base), client()).get("/models");
    assertThat(seen).hasSize(1);
  }

  @Test
  void holdsEveryKnownCloudToPublicAddresses() {
    for (KnownProvider known : KnownProvider.ALL) {
      for (URI base : known.bases()) {
        assertThat(base.getScheme()).isEqualTo("https");
        assertThat(KnownProvider.at(base)).contains(known);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void followsNoRedirectNeitherToAnotherHostNorToItsOwn(int status) {
    for (String target : List.of("http://127.0.0.1:" + server.port(), "")) {
      try (ScriptedOpenAi cloud = new ScriptedOpenAi();
          Rig rig = Rig.over(cloud.upstream())) {
        rig.get("/v1/models");
        cloud.chat(call ->
            call.reply(status, Map.of("Location", target + "/v1/chat/completions"), new byte[0]));
        HttpResponse<String> answer = rig.post("/v1/chat/completions", chat(""));
        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).contains("redirect");
        assertThat(cloud.chatCount()).isEqualTo(1);
      }
    }
    assertThat(seen).as("what the other host saw").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"api_base", "base_url", "api_key"})
  void refusesAFieldThatNamesAnotherPlaceOrKey(String field) {
    try (ScriptedOpenAi cloud = new ScriptedOpenAi();
        Rig rig = Rig.over(cloud.upstream())) {
      HttpResponse<String> answer =
          rig.post("/v1/chat/completions", chat(",\"" + field + "\":\"" + server.uri() + "\""));
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains(field);
      assertThat(cloud.chatCount()).isZero();
    }
    assertThat(seen).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"url", "endpoint", "custom_llm_provider", "baseURL", "host", "proxy"})
  void givesFieldsThatSoundAlikeNoMeaning(String field) {
    try (ScriptedOpenAi cloud = new ScriptedOpenAi();
        Rig rig = Rig.over(cloud.upstream())) {
      cloud.streams(ScriptedOpenAi.event("{\"content\":\"a\"}", "\"stop\""), "data: [DONE]\n\n");
      HttpResponse<String> answer =
          rig.post("/v1/chat/completions", chat(",\"" + field + "\":\"" + server.uri() + "\""));
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(cloud.chatCount()).isEqualTo(1);
    }
    assertThat(seen).isEmpty();
  }

  private static String chat(String more) {
    return "{\"model\":\"%s\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]%s}"
        .formatted(ScriptedOpenAi.MODEL, more);
  }

  private ApiFailure refused(BaseAddress base) {
    Throwable thrown = catchThrowable(() -> upstream(base, client()).get("/models"));
    assertThat(thrown).isInstanceOf(ApiFailure.class);
    return (ApiFailure) thrown;
  }

  private static HttpUpstream upstream(BaseAddress base, OkHttpClient client) {
    return new HttpUpstream(
        "up", base, HttpUpstream.Access.bearer(KeyRing.of(KEY)), new Json(32, 1 << 20), client);
  }

  /** A client whose names resolve to what the test says. */
  private OkHttpClient client() {
    return UpstreamClient.create(GatewayLimits.defaults())
        .newBuilder()
        .dns(_ -> resolved.stream().map(InetAddress::ofLiteral).toList())
        .build();
  }
}
