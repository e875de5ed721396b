// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.templates;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wheelhouse.testing.Wait;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** S-2: who gets in by the published ports, tried on every port that the stack publishes. */
@ExtendWith(RunningStack.Provider.class)
class FrontDoorIT {

  /** Writes a request down to its last header, and only then answers it. */
  private static final String LISTENER =
      """
      exec nc -ll -p 8000 -e sh -c '
        while IFS= read -r line && [ ${#line} -gt 1 ]; do echo "$line" >> /tmp/heard; done
        printf "HTTP/1.0 200 OK\\r\\n\\r\\nok"'
      """;

  private final RunningStack stack;
  private String bearer = "";

  FrontDoorIT(RunningStack stack) {
    this.stack = stack;
  }

  @BeforeEach
  void readTheToken() throws IOException {
    bearer = "Authorization: Bearer " + stack.secret("front_door_token");
  }

  @Test
  void refusesEveryHostButItsOwnOnEveryPublishedPort() throws IOException {
    for (Map.Entry<Integer, String> door : publishedPorts().entrySet()) {
      int port = door.getKey();
      List<String> foreign =
          List.of(
              "evil.example",
              "evil.example:" + port,
              ":" + port,
              "127.0.0.1",
              "localhost",
              "127.0.0.1:" + (port + 1),
              "localhost.evil.com:" + port,
              "127.0.0.1.nip.io:" + port,
              "LOCALHOST:" + port,
              "LOCALHOST.:" + port,
              "localhost.:" + port,
              "[::ffff:127.0.0.1]:" + port,
              "[0:0:0:0:0:0:0:1]:" + port,
              "0.0.0.0:" + port,
              "127.1:" + port,
              "2130706433:" + port,
              "127.0.0.1:0" + port,
              "127.0.0.1:" + port + ",evil.example",
              "front-door:" + port);
      for (String host : foreign) {
        for (String method : List.of("GET", "POST", "OPTIONS", "HEAD", "DELETE")) {
          assertRefused(port, method + " / HTTP/1.1", "Host: " + host, bearer);
        }
        assertRefused(port, "GET / HTTP/1.1", "Host: " + host, "Origin: http://" + host, bearer);
        assertRefused(
            port,
            "GET / HTTP/1.1",
            "Host: " + host,
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
            bearer);
      }
      assertRefused(port, "GET / HTTP/1.1", "Host:", bearer);
      assertRefused(port, "GET / HTTP/1.1", bearer);
      assertRefused(port, "GET / HTTP/1.0", bearer);
      assertRefused(
          port, "GET / HTTP/1.1", "Host: 127.0.0.1:" + port, "Host: evil.example", bearer);
      assertRefused(port, "GET http://evil.example/ HTTP/1.1", "Host: evil.example", bearer);
    }
  }

  @Test
  void letsItsOwnHostsIn() throws IOException {
    for (Map.Entry<Integer, String> door : publishedPorts().entrySet()) {
      for (String host : List.of("127.0.0.1", "localhost", "[::1]")) {
        String own = host + ":" + door.getKey();
        assertThat(RawHttp.get(door.getKey(), door.getValue(), "Host: " + own, bearer))
            .as(own + door.getValue())
            .isEqualTo(200);
      }
    }
  }

  @Test
  void refusesForeignOriginsAndForeignPages() throws IOException {
    for (int port : publishedPorts().keySet()) {
      String host = "Host: 127.0.0.1:" + port;
      for (String origin :
          List.of(
              "http://evil.example",
              "null",
              "https://127.0.0.1:" + port,
              "http://127.0.0.1",
              "http://127.0.0.1:" + (port + 1),
              "http://127.0.0.1:" + port + ".evil.example",
              "http://LOCALHOST:" + port)) {
        assertRefused(port, "GET / HTTP/1.1", host, "Origin: " + origin, bearer);
      }
      assertRefused(
          port,
          "GET / HTTP/1.1",
          host,
          "Sec-Fetch-Site: cross-site",
          "Sec-Fetch-Mode: no-cors",
          bearer);
    }
  }

  @Test
  void letsItsOwnPagesAndLinksFromOthersIn() throws IOException {
    for (Map.Entry<Integer, String> door : publishedPorts().entrySet()) {
      int port = door.getKey();
      String host = "Host: 127.0.0.1:" + port;
      assertThat(
              RawHttp.get(port, door.getValue(), host, "Origin: http://127.0.0.1:" + port, bearer))
          .isEqualTo(200);
      assertThat(
              RawHttp.get(
                  port,
                  door.getValue(),
                  host,
                  "Sec-Fetch-Site: cross-site",
                  "Sec-Fetch-Mode: navigate",
                  bearer))
          .isEqualTo(200);
    }
  }

  @Test
  void asksForTheTokenWhereTheServiceHasNoLogin() throws IOException {
    String token = stack.secret("front_door_token");
    String swapped =
        token.equals(token.toLowerCase(Locale.ROOT))
            ? token.toUpperCase(Locale.ROOT)
            : token.toLowerCase(Locale.ROOT);
    for (String variable : List.of("OLLAMA_PORT", "CHROMA_PORT", "PROMETHEUS_PORT")) {
      int port = stack.port(variable);
      String path = publishedPorts().get(port);
      String host = "Host: 127.0.0.1:" + port;
      assertThat(RawHttp.get(port, path, host)).isEqualTo(401);
      for (String wrong :
          List.of(
              "Bearer",
              "Bearer ",
              "Bearer " + swapped,
              "Bearer " + token + "x",
              "Bearer x" + token,
              "Bearer " + token.substring(1),
              "Token " + token,
              token,
              basic("admin", token),
              basic("wheelhouse", ""),
              basic("wheelhouse", "wheelhouse"),
              basic("wheelhouse", swapped))) {
        assertThat(RawHttp.get(port, path, host, "Authorization: " + wrong))
            .as(wrong)
            .isEqualTo(401);
      }
      assertThat(RawHttp.get(port, path, host, "Authorization: " + basic("wheelhouse", token)))
          .isEqualTo(200);
      assertThat(RawHttp.get(port, path + "?token=" + token, host)).isEqualTo(401);
    }
  }

  @Test
  void keepsTheMetricsOfGrafanaInside() throws IOException {
    int port = stack.port("GRAFANA_PORT");
    for (String path : List.of("/metrics", "//metrics", "/x/../metrics", "/%6detrics")) {
      assertThat(RawHttp.get(port, path, "Host: 127.0.0.1:" + port)).as(path).isEqualTo(403);
    }
  }

  @Test
  void passesAnAnswerOnWordByWord() throws IOException, InterruptedException {
    stack.compose("exec", "-T", "ollama", "ollama", "pull", "llama3.2").succeeded();
    String question =
        """
        {"model": "llama3.2", "stream": true,
         "messages": [{"role": "user", "content": "[[delay=150]] one two three four five six"}]}
        """;
    List<Long> arrivals = new ArrayList<>();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<InputStream> response =
          client.send(
              request("OLLAMA_PORT", "/api/chat")
                  .POST(HttpRequest.BodyPublishers.ofString(question))
                  .build(),
              HttpResponse.BodyHandlers.ofInputStream());
      assertThat(response.statusCode()).isEqualTo(200);
      try (InputStream body = response.body()) {
        byte[] buffer = new byte[8192];
        while (body.read(buffer) > 0) {
          arrivals.add(System.nanoTime());
        }
      }
    }
    Duration spread = Duration.ofNanos(arrivals.getLast() - arrivals.getFirst());
    assertThat(arrivals).as("chunks").hasSizeGreaterThan(3);
    assertThat(spread).isGreaterThan(Duration.ofMillis(400));
  }

  @Test
  void tellsTheServiceNothingThatWasMeantForTheDoorAndSaysWhenTheServiceIsGone()
      throws IOException {
    int port = stack.port("CHROMA_PORT");
    String host = "Host: 127.0.0.1:" + port;
    String listener = stack.project() + "-listener";
    stack.compose("stop", "chroma").succeeded();
    try {
      assertThat(RawHttp.get(port, "/api/v2/version", host, bearer)).isEqualTo(502);
      assertThat(
              RawHttp.get(
                  stack.port("PROMETHEUS_PORT"),
                  "/-/ready",
                  "Host: 127.0.0.1:" + stack.port("PROMETHEUS_PORT"),
                  bearer))
          .isEqualTo(200);
      // Something that writes down what reaches the service, under the service's name.
      stack
          .docker(
              "run",
              "-d",
              "--name",
              listener,
              "--network",
              stack.project() + "_back",
              "--network-alias",
              "chroma",
              "--entrypoint",
              "sh",
              stack.image("front-door"),
              "-c",
              LISTENER)
          .succeeded();
      Wait.until(
          "the listener answers",
          () ->
              statusOf(port, host, "Cookie: session=1", "Origin: http://127.0.0.1:" + port) == 200,
          Duration.ofSeconds(30));
      String heard = stack.docker("exec", listener, "cat", "/tmp/heard").succeeded();
      assertThat(heard).contains("GET /api/v2/version", "Host:");
      assertThat(heard.toLowerCase(Locale.ROOT))
          .doesNotContain("authorization", "cookie", "origin");
      assertThat(heard).doesNotContain(stack.secret("front_door_token"));
    } finally {
      stack.docker("rm", "-f", listener);
      stack.compose("up", "-d", "--wait", "chroma").succeeded();
    }
  }

  @Test
  void writesNoTokenAndNoQueryIntoItsLog() throws IOException {
    int port = stack.port("PROMETHEUS_PORT");
    RawHttp.get(port, "/api/v1/query?query=canary_in_the_query", "Host: 127.0.0.1:" + port, bearer);

    String log = stack.compose("logs", "front-door").succeeded();

    assertThat(log)
        .contains("\"GET /api/v1/query\" 200")
        .doesNotContain("canary_in_the_query", stack.secret("front_door_token"));
  }

  private int statusOf(int port, String... headers) {
    try {
      List<String> all = new ArrayList<>(List.of(headers));
      all.add(bearer);
      return RawHttp.status(port, "GET /api/v2/version HTTP/1.1", all);
    } catch (IOException exception) {
      return 0;
    }
  }

  /** Every host port that any container of the stack publishes, with a path that answers 200. */
  private Map<Integer, String> publishedPorts() throws IOException {
    Map<String, String> paths =
        Map.of(
            "11434/tcp", "/api/version",
            "8000/tcp", "/api/v2/version",
            "9090/tcp", "/-/ready",
            "3000/tcp", "/api/health");
    Map<Integer, String> ports = new TreeMap<>();
    for (String id : stack.containers()) {
      JsonNode bindings =
          new ObjectMapper()
              .readTree(
                  stack.docker("inspect", "-f", "{{json .NetworkSettings.Ports}}", id).succeeded());
      bindings
          .properties()
          .forEach(entry ->
              entry
                  .getValue()
                  .forEach(binding ->
                      ports.put(
                          binding.required("HostPort").asInt(),
                          paths.getOrDefault(entry.getKey(), "/"))));
    }
    assertThat(ports).hasSize(4);
    return ports;
  }

  private static void assertRefused(int port, String requestLine, String... headers)
      throws IOException {
    assertThat(RawHttp.status(port, requestLine, List.of(headers)))
        .as(
            "%s %s on port %d",
            requestLine, String.join("; ", headers).replaceAll("Bearer .*", ""), port)
        .isIn(400, 403);
  }

  private HttpRequest.Builder request(String portVariable, String path) throws IOException {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + stack.port(portVariable) + path))
        .timeout(Duration.ofSeconds(30))
        .header("Authorization", "Bearer " + stack.secret("front_door_token"));
  }

  private static String basic(String user, String password) {
    return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
  }
}
