// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wheelhouse.testing.Wait;
import dev.wheelhouse.testing.stack.GatewayImage;
import dev.wheelhouse.testing.stack.TestStack;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
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
 * The stack ish-chat by the command line: what it promises when a part is lost. All four providers
 * are one test server for Ollama, and Grafana is a stand-in; each step needs the one before.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(400)
class IshChatIT {
  private static final List<String> SERVICES =
      List.of(
          "app-1",
          "app-2",
          "certificates",
          "front-door",
          "grafana",
          "postgres-exporter-primary",
          "postgres-exporter-replica-1",
          "postgres-exporter-replica-2",
          "postgres-primary",
          "postgres-replica-1",
          "postgres-replica-2",
          "prometheus",
          "provider-claude",
          "provider-openai",
          "provider-perplexity",
          "provider-zai",
          "redis",
          "redis-exporter");
  private static final List<String> PORTS =
      List.of(
          "HTTP_PORT",
          "HTTPS_PORT",
          "ZAI_PORT",
          "OPENAI_PORT",
          "CLAUDE_PORT",
          "PERPLEXITY_PORT",
          "APP_ONE_PORT",
          "APP_TWO_PORT",
          "PROMETHEUS_PORT",
          "GRAFANA_PORT");
  private static final List<String> REPLICAS = List.of("postgres-replica-1", "postgres-replica-2");
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int CLIENTS = 3;
  private static final String QUESTION =
      "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"harbour\"}]}";
  private static final String PROVIDER =
      """
      services:
        models:
          image: ollama/ollama:0.40.1
          environment: {OLLAMA_TEST_PULL_MILLIS: "1"}
          networks: [back]
        provider-zai: &own
          environment:
            LOCAL_LLM_ENDPOINT: http://models:11434
            WHEELHOUSE_GATEWAY_POOLS: chat=local/llama3.2:1b
            RATE_LIMIT_PER_MINUTE: 100000
        provider-openai: *own
        provider-claude: *own
        provider-perplexity: *own
      """;

  @TempDir private static Path home;
  private TestStack stack;
  private HttpClient https;

  @BeforeAll
  void prepare() throws Exception {
    stack = new TestStack(home, "ish-chat", PORTS);
    GatewayImage.build(GatewayImage.TAG);
    Files.writeString(stack.folder().resolve("compose.override.yaml"), PROVIDER);
  }

  @AfterAll
  void removeAll() {
    if (https != null) {
      https.shutdownNow();
    }
    if (stack != null) {
      stack.close();
    }
  }

  @Test
  @Order(1)
  void showListsTheServicesBeforeTheFirstStart() {
    JsonNode shown = Run.of(stack, "stack", "show", "ish-chat", "--json").done().json();

    assertThat(shown.path("services").findValuesAsText("service"))
        .hasSize(SERVICES.size() + 1)
        .containsAll(SERVICES);
  }

  @Test
  @Order(2)
  void upBecomesHealthyAsAWhole() {
    JsonNode started = Run.of(stack, "up", "ish-chat", "--json").done().json();

    assertThat(started.path("state").asText()).isEqualTo("running");
    SERVICES.forEach(
        service -> assertThat(stack.states()).containsEntry(service, "running healthy"));
    stack.exec("models", "ollama", "pull", "llama3.2:1b");
  }

  @Test
  @Order(3)
  void nginxBalancesOverBothInstancesUnderTls() throws Exception {
    https = trusting(stack.exec("certificates", "cat", "/tls/certificate.pem"));
    Wait.untilAsserted(() -> assertThat(ask().statusCode()).isEqualTo(200), PATIENCE);
    Set<String> instances = ConcurrentHashMap.newKeySet();
    Wait.until(
        "both answer",
        () -> {
          instances.add(ask().headers().firstValue("X-Served-By").orElse("?"));
          return instances.size() == 2;
        },
        PATIENCE);

    HttpResponse<String> answer = ask();
    assertThat(answer.body()).contains("harbour");
    assertThat(answer.sslSession().orElseThrow().getProtocol()).startsWith("TLSv1.");
    for (String header :
        List.of(
            "Strict-Transport-Security",
            "Content-Security-Policy",
            "X-Frame-Options",
            "X-Content-Type-Options")) {
      assertThat(answer.headers().firstValue(header)).as(header).isPresent();
    }
    assertThat(get("/health").statusCode()).isEqualTo(200);
    HttpResponse<String> plain = stack.call("app_token", "GET", "HTTP_PORT", "/v1/models", null);
    assertThat(plain.statusCode()).isEqualTo(308);
    assertThat(plain.headers().firstValue("Location"))
        .hasValue("https://127.0.0.1:" + stack.port("HTTPS_PORT") + "/v1/models");
    for (String port : List.of("ZAI_PORT", "OPENAI_PORT", "CLAUDE_PORT", "PERPLEXITY_PORT")) {
      HttpResponse<String> one =
          stack.call("provider_token", "POST", port, "/v1/chat/completions", QUESTION);
      assertThat(one.statusCode()).as(port + ": " + one.body()).isEqualTo(200);
    }
  }

  @Test
  @Order(4)
  void aWriteOnThePrimaryAppearsOnBothReplicas() {
    sql("postgres-primary", "CREATE TABLE cargo (name text); INSERT INTO cargo VALUES ('anchor')");

    for (String replica : REPLICAS) {
      Wait.untilAsserted(
          () -> assertThat(sql(replica, "SELECT name FROM cargo")).isEqualTo("anchor"), PATIENCE);
      assertThat(
              stack
                  .tryExec(replica, psql("INSERT INTO cargo VALUES ('x')").toArray(String[]::new))
                  .output())
          .contains("read-only transaction");
    }
  }

  @Test
  @Order(5)
  void stoppingOneInstanceLosesNoRequest() throws Exception {
    AtomicBoolean enough = new AtomicBoolean();
    AtomicInteger whole = new AtomicInteger();
    Queue<String> lost = new ConcurrentLinkedQueue<>();
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(Thread.ofVirtual().start(() -> askAgainAndAgain(enough, whole, lost)));
    }
    try {
      moreThan(whole, lost, 20);
      stack.docker().run("stop", "-t", "60", stack.containers().get("app-1"));
      moreThan(whole, lost, 20);
      stack.docker().run("start", stack.containers().get("app-1"));
      moreThan(whole, lost, 20);
    } finally {
      enough.set(true);
      for (Thread client : clients) {
        client.join();
      }
    }
    assertThat(lost).isEmpty();
    Wait.until(
        "it is healthy again",
        () -> "running healthy".equals(stack.states().get("app-1")),
        PATIENCE);
  }

  @Test
  @Order(6)
  void killingThePrimaryShowsTheLagAndTheRemedy() {
    assertThat(
            stack.exec(
                "prometheus", "promtool", "check", "config", "/etc/prometheus/prometheus.yml"))
        .contains("SUCCESS")
        .doesNotContain("FAILED");
    Wait.untilAsserted(
        () -> {
          assertThat(prometheus("query?query=sum(up)").at("/data/result/0/value/1").asText())
              .isEqualTo("11");
          assertThat(query("count(pg_stat_wal_receiver_flushed_lsn)")).isEqualTo("2");
        },
        PATIENCE);

    stack.docker().run("kill", stack.containers().get("postgres-primary"));

    Wait.untilAsserted(
        () -> {
          String alerts = prometheus("alerts").toString();
          assertThat(alerts).contains("ReplicaWithoutPrimary", "Start postgres-primary again");
          assertThat(
                  query("count(pg_replication_last_replay_seconds{instance=~'.*replica.*'} > 5)"))
              .isEqualTo("2");
        },
        PATIENCE);
    for (String replica : REPLICAS) {
      assertThat(sql(replica, "SELECT name FROM cargo")).isEqualTo("anchor");
    }
    assertThat(get("/health").statusCode()).isEqualTo(200);
    JsonNode status = Run.of(stack, "status", "ish-chat", "--json").done().json();
    assertThat(status.path("state").asText()).isNotEqualTo("running");

    Run.of(stack, "up", "ish-chat", "--json").done();
    sql("postgres-primary", "INSERT INTO cargo VALUES ('buoy')");
    for (String replica : REPLICAS) {
      Wait.untilAsserted(
          () -> assertThat(sql(replica, "SELECT count(*) FROM cargo")).isEqualTo("2"), PATIENCE);
    }
  }

  @Test
  @Order(7)
  void downLeavesNothingButTheVolumes() {
    Run.of(stack, "down", "ish-chat", "--json").done();

    assertThat(stack.containers()).isEmpty();
    assertThat(stack.networks()).isEmpty();
    assertThat(stack.volumes()).contains("ish-chat_postgres-data", "ish-chat_replica-1-data");
  }

  private void askAgainAndAgain(AtomicBoolean enough, AtomicInteger whole, Queue<String> lost) {
    while (!enough.get() && lost.isEmpty()) {
      try {
        HttpResponse<String> answer = ask();
        if (answer.statusCode() == 200) {
          whole.incrementAndGet();
        } else {
          lost.add(answer.statusCode() + " " + answer.body());
        }
      } catch (UncheckedIOException e) {
        lost.add(e.toString());
      }
    }
  }

  private static void moreThan(AtomicInteger whole, Queue<String> lost, int more) {
    int before = whole.get();
    Wait.until("it answers", () -> whole.get() > before + more || !lost.isEmpty(), PATIENCE);
    assertThat(lost).isEmpty();
  }

  private HttpResponse<String> ask() {
    return send(
        request("/v1/chat/completions")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(QUESTION)));
  }

  private HttpResponse<String> get(String path) {
    return send(request(path));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
            URI.create("https://127.0.0.1:" + stack.port("HTTPS_PORT") + path))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + stack.secret("app_token"));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return https.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** A client that trusts this certificate and nobody else. */
  private static HttpClient trusting(String certificate) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry(
        "ish-chat",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(certificate.getBytes(StandardCharsets.US_ASCII))));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .sslContext(context)
        .connectTimeout(Duration.ofSeconds(30))
        .build();
  }

  private String query(String expression) {
    String encoded = URLEncoder.encode(expression, StandardCharsets.UTF_8);
    return prometheus("query?query=" + encoded).at("/data/result/0/value/1").asText();
  }

  private JsonNode prometheus(String path) {
    HttpResponse<String> answer = stack.call("GET", "PROMETHEUS_PORT", "/api/v1/" + path, null);
    assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(200);
    return new Run(0, answer.body(), "").json();
  }

  private String sql(String service, String statement) {
    return stack.exec(service, psql(statement).toArray(String[]::new));
  }

  private static List<String> psql(String statement) {
    return List.of("psql", "-U", "ishchat", "-d", "ish_chat", "-qtAc", statement);
  }
}
