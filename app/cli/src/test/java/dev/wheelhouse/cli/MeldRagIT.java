// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.testing.Wait;
import dev.wheelhouse.testing.stack.GatewayImage;
import dev.wheelhouse.testing.stack.TestStack;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The stack meld-rag by the command line, from nothing to its last call and back. Its provider is a
 * test server for Ollama; each step needs the one before.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(300)
class MeldRagIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> SERVICES =
      List.of("agents", "chroma", "front-door", "gateway", "redis");
  private static final String COLLECTIONS =
      "/api/v2/tenants/default_tenant/databases/default_database/collections";
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String PROVIDER =
      """
      services:
        provider:
          image: ollama/ollama:0.40.1
          environment: {OLLAMA_TEST_PULL_MILLIS: "1"}
          networks: [back]
      """;

  @TempDir private static Path home;
  private TestStack stack;

  @BeforeAll
  void prepare() throws Exception {
    stack = new TestStack(home, "meld-rag", List.of("API_PORT", "CHROMA_PORT"));
    GatewayImage.build(GatewayImage.TAG);
    stack.setVariable("LOCAL_LLM_ENDPOINT", "http://provider:11434");
    Files.writeString(stack.folder().resolve("compose.override.yaml"), PROVIDER);
  }

  @AfterAll
  void removeAll() {
    if (stack != null) {
      stack.close();
    }
  }

  @Test
  @Order(1)
  void showListsTheServicesBeforeTheFirstStart() throws Exception {
    JsonNode shown = Run.of(stack, "stack", "show", "meld-rag", "--json").done().json();

    assertThat(shown.path("services").findValuesAsText("service")).containsAll(SERVICES);
    // as a user does who has no key of OpenAI: every agent asks the Ollama
    Path agents = stack.folder().resolve("gateway/gateway.json");
    Files.writeString(
        agents,
        Files.readString(agents)
            .replace(
                "\"upstream\": \"openai\", \"model\": \"gpt-5-mini\"",
                "\"upstream\": \"local\", \"model\": \"llama3.2:1b\""));
  }

  @Test
  @Order(2)
  void upBecomesHealthyAndGivesEachOfTwelveAgentsItsCollection() throws Exception {
    JsonNode started = Run.of(stack, "up", "meld-rag", "--json").done().json();

    assertThat(started.path("state").asText()).isEqualTo("running");
    SERVICES.forEach(
        service -> assertThat(stack.states()).containsEntry(service, "running healthy"));
    List<String> names = new ArrayList<>();
    for (JsonNode collection : chroma("GET", COLLECTIONS, null)) {
      names.add(collection.path("name").asText());
      assertThat(collection.path("metadata").path("dimension").asInt()).isEqualTo(1536);
      assertThat(collection.path("metadata").path("max_results").asInt()).isEqualTo(10);
    }
    assertThat(names)
        .hasSize(13)
        .contains("meld_rag_vectors", "meld_rag_vectors_research", "meld_rag_vectors_archive");
  }

  @Test
  @Order(3)
  void everyAgentAnswersByItsName() {
    stack.exec("provider", "ollama", "pull", "llama3.2:1b");
    stack.exec("provider", "ollama", "pull", "all-minilm");
    Wait.untilAsserted(() -> assertThat(ask("research").statusCode()).isEqualTo(200), PATIENCE);
    int agents = 0;
    for (JsonNode model : gateway("GET", "/v1/models", null).path("data")) {
      String id = model.path("id").asText();
      if (!id.contains(":") && !id.contains("minilm")) {
        HttpResponse<String> answer = ask(id);
        assertThat(answer.statusCode()).as(id + ": " + answer.body()).isEqualTo(200);
        assertThat(answer.body()).as(id).contains("harbour");
        agents++;
      }
    }
    assertThat(agents).isEqualTo(12);
    assertThat(gateway("GET", "/api/health", null).path("status").asText()).isNotEmpty();
  }

  @Test
  @Order(4)
  void anAgentFindsWhatItWasTold() {
    String collection =
        chroma("GET", COLLECTIONS + "/meld_rag_vectors_support", null).path("id").asText();
    ObjectNode add = JSON.createObjectNode();
    add.putArray("ids").add("one").add("two");
    add.putArray("documents").add("the ferry leaves at nine").add("bread needs salt and flour");
    add.putArray("embeddings")
        .add(embedding("the ferry leaves at nine"))
        .add(embedding("bread needs salt and flour"));
    assertThat(call("front_door_token", "POST", COLLECTIONS + "/" + collection + "/add", add))
        .isEqualTo(201);
    ObjectNode query = JSON.createObjectNode().put("n_results", 1);
    query.putArray("query_embeddings").add(embedding("when does the ferry leave"));
    query.putArray("include").add("documents").add("distances");

    JsonNode found = chroma("POST", COLLECTIONS + "/" + collection + "/query", query);

    assertThat(found.at("/ids/0/0").asText()).isEqualTo("one");
    assertThat(found.at("/documents/0/0").asText()).isEqualTo("the ferry leaves at nine");
    assertThat(call("gateway_token", "GET", COLLECTIONS, null)).isEqualTo(401);
  }

  @Test
  @Order(5)
  void redisWantsItsPasswordAndKeepsWhatItIsGiven() {
    assertThat(stack.tryExec("redis", "redis-cli", "ping").output()).contains("NOAUTH");
    assertThat(
            stack.exec(
                "redis",
                "sh",
                "-c",
                "export REDISCLI_AUTH=$(cat /run/secrets/redis_password);"
                    + " redis-cli config get maxmemory-policy"))
        .contains("noeviction");
  }

  @Test
  @Order(6)
  void aBackupHoldsBothStores() {
    JsonNode made = Run.of(stack, "backup", "create", "meld-rag", "--json").done().json();

    assertThat(made.path("members").findValuesAsText("service"))
        .containsExactlyInAnyOrder("chroma", "redis");
  }

  @Test
  @Order(7)
  void downLeavesNothingButTheVolumes() {
    Run.of(stack, "down", "meld-rag", "--json").done();

    assertThat(stack.containers()).isEmpty();
    assertThat(stack.networks()).isEmpty();
    assertThat(stack.volumes()).contains("meld-rag_chroma-data", "meld-rag_redis-data");
  }

  private HttpResponse<String> ask(String agent) {
    String body =
        "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"harbour\"}]}"
            .formatted(agent);
    return stack.call("gateway_token", "POST", "API_PORT", "/v1/chat/completions", body);
  }

  private JsonNode embedding(String text) {
    String body = "{\"model\":\"all-minilm\",\"input\":\"%s\"}".formatted(text);
    return gateway("POST", "/v1/embeddings", body).at("/data/0/embedding");
  }

  private JsonNode gateway(String method, String path, String body) {
    return read(path, stack.call("gateway_token", method, "API_PORT", path, body));
  }

  private JsonNode chroma(String method, String path, JsonNode body) {
    String text = body == null ? null : body.toString();
    return read(path, stack.call("front_door_token", method, "CHROMA_PORT", path, text));
  }

  private int call(String token, String method, String path, JsonNode body) {
    String text = body == null ? null : body.toString();
    return stack.call(token, method, "CHROMA_PORT", path, text).statusCode();
  }

  private static JsonNode read(String path, HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(200);
    try {
      return JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new AssertionError(answer.body(), e);
    }
  }
}
