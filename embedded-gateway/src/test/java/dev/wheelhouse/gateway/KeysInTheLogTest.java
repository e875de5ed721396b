// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.wheelhouse.gateway.key.ClientKeys;
import dev.wheelhouse.gateway.key.Grant;
import dev.wheelhouse.gateway.key.JwtRules;
import dev.wheelhouse.gateway.key.MemoryKeyStore;
import dev.wheelhouse.gateway.log.LogConfig;
import dev.wheelhouse.gateway.secret.Secret;
import dev.wheelhouse.testing.ollama.OllamaTestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose a request is: names are for people, and two people can choose the same one. */
class KeysInTheLogTest {
  private static final String JWT_SECRET = "a-shared-secret-that-is-long-enough-to-be-one";
  private final ClientKeys keys = new ClientKeys(new MemoryKeyStore(), Clock.systemUTC());
  @TempDir private Path folder;
  private OllamaTestServer ollama;
  private Rig rig;

  @BeforeEach
  void start() {
    ollama = OllamaTestServer.start(0).withModel("llama3.2:1b");
    rig = Rig.over(new UpstreamConfig.Ollama("local", ollama.uri()));
    rig.gateway.log(LogConfig.sqlite(folder.resolve("requests.db")));
    rig.gateway.keys(keys);
    rig.gateway.tokens(Optional.of(JwtRules.shared(Secret.of(JWT_SECRET))));
  }

  @AfterEach
  void stop() {
    rig.close();
    ollama.close();
  }

  @Test
  void onlyTheKeyThatAskedCanSayWhatItThinksOfTheAnswer() {
    Secret mine = keys.create("editor", Grant.CLIENT, null).token();
    Secret other = keys.create("editor", Grant.CLIENT, null).token();
    String id = ask(mine.reveal());
    assertThat(rate(other.reveal(), id).statusCode()).isEqualTo(404);
    assertThat(rate(user("editor"), id).statusCode()).isEqualTo(404);
    assertThat(rate(mine.reveal(), id).statusCode()).isEqualTo(200);
    assertThat(rate(Rig.TOKEN.reveal(), id).statusCode()).isEqualTo(200);
  }

  @Test
  void theOwnersAnswersAreRatedByNobodyWhoCallsHimselfOwner() {
    String id = ask(Rig.TOKEN.reveal());
    assertThat(rate(user("owner"), id).statusCode()).isEqualTo(404);
    assertThatThrownBy(() -> keys.create(" Owner", Grant.CLIENT, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("gateway's own");
    ask(user("owner"));
    JsonNode newest = requests("limit=1").path(0);
    assertThat(newest.path("key").asText()).isEqualTo("jwt:owner");
    assertThat(newest.path("key_id").asText()).isEqualTo("jwt:owner");
  }

  @Test
  void theFilterTellsKeysOfOneNameApart() {
    ClientKeys.Created mine = keys.create("editor", Grant.CLIENT, null);
    ClientKeys.Created other = keys.create("editor", Grant.CLIENT, null);
    String id = ask(mine.token().reveal());
    ask(other.token().reveal());
    ask(user("editor"));
    String key = mine.key().id();
    for (String filter : new String[] {"key=" + key, "key=key:" + key}) {
      JsonNode found = requests(filter);
      assertThat(found).as(filter).hasSize(1);
      assertThat(found.path(0).path("id").asText()).isEqualTo(id);
      assertThat(found.path(0).path("key").asText()).isEqualTo("editor");
      assertThat(found.path(0).path("key_id").asText()).isEqualTo("key:" + key);
    }
    assertThat(requests("key=jwt:editor")).hasSize(1);
    assertThat(requests("key=editor")).isEmpty();
  }

  private JsonNode requests(String query) {
    rig.settled();
    HttpResponse<String> answer = rig.get("/api/db/requests/recent?" + query);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Rig.json(answer.body()).path("requests");
  }

  /** Returns the id of the answer. */
  private String ask(String token) {
    HttpResponse<String> answer =
        post(token, "/v1/chat/completions", OpenAiToOllamaTest.chat("llama3.2:1b", "hi", ""));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    rig.settled();
    return answer.headers().firstValue("X-Request-Id").orElseThrow();
  }

  private HttpResponse<String> rate(String token, String id) {
    return post(token, "/api/feedback", "{\"request_id\":\"%s\",\"score\":1}".formatted(id));
  }

  private HttpResponse<String> post(String token, String path, String body) {
    return rig.send(
        HttpRequest.newBuilder(rig.uri(path))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private static String user(String subject) {
    try {
      SignedJWT token =
          new SignedJWT(
              new JWSHeader(JWSAlgorithm.HS256),
              new JWTClaimsSet.Builder()
                  .subject(subject)
                  .expirationTime(Date.from(Instant.now().plusSeconds(3600)))
                  .build());
      token.sign(new MACSigner(JWT_SECRET));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
