// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wheelhouse.gateway.http.Exposure;
import dev.wheelhouse.gateway.limit.GatewayLimits;
import dev.wheelhouse.gateway.limit.GatewayTimers;
import dev.wheelhouse.gateway.route.RouteSources;
import dev.wheelhouse.gateway.secret.Secret;
import dev.wheelhouse.testing.Wait;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** A gateway as a real server on a free port, and a real HTTP client for it. */
final class Rig implements AutoCloseable {
  static final Secret TOKEN = Secret.of("gateway-token-of-the-tests");
  static final String PAGE = "https://page.example";
  private static final ObjectMapper JSON = new ObjectMapper();

  final Gateway gateway;
  private final Secret token;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(30))
          .build();

  private Rig(Gateway gateway) {
    this(gateway, TOKEN);
  }

  private Rig(Gateway gateway, Secret token) {
    this.gateway = gateway;
    this.token = token;
  }

  /** Around a gateway that a test has started itself. */
  static Rig around(Gateway gateway, Secret token) {
    return new Rig(gateway, token);
  }

  static Rig over(UpstreamConfig... upstreams) {
    return over(GatewayLimits.defaults(), upstreams);
  }

  static Rig over(GatewayLimits limits, UpstreamConfig... upstreams) {
    return new Rig(
        Gateway.start(
            new GatewayConfig("127.0.0.1", 0, TOKEN, List.of(upstreams), Set.of(PAGE), limits)));
  }

  /** The same with a clock that the test moves. */
  static Rig at(java.time.Clock clock, UpstreamConfig... upstreams) {
    return new Rig(
        Gateway.start(
            new GatewayConfig(
                "127.0.0.1", 0, TOKEN, List.of(upstreams), Set.of(PAGE), GatewayLimits.defaults()),
            clock));
  }

  static Rig over(RouteSources sources, GatewayLimits limits, UpstreamConfig... upstreams) {
    GatewayConfig config =
        new GatewayConfig("127.0.0.1", 0, TOKEN, List.of(upstreams), Set.of(PAGE), limits);
    return new Rig(Gateway.start(config, sources));
  }

  /** Timers short enough to be waited for; each test names the one it is about. */
  static GatewayLimits limits(Duration firstToken, Duration idle, Duration heartbeat) {
    Duration rest = Duration.ofSeconds(20);
    return GatewayLimits.defaults()
        .withTimers(
            new GatewayTimers(
                Duration.ofSeconds(10), firstToken, idle, rest, heartbeat, rest, rest));
  }

  /** A gateway that others than this machine could reach, called by these names. */
  static Rig exposed(List<String> hosts, UpstreamConfig... upstreams) {
    GatewayConfig config =
        new GatewayConfig(
            "127.0.0.1", 0, TOKEN, List.of(upstreams), Set.of(PAGE), GatewayLimits.defaults());
    return new Rig(Gateway.start(config, Exposure.of("127.0.0.1", hosts)));
  }

  URI uri(String path) {
    return gateway.baseUri().resolve(path);
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path))
        .timeout(Duration.ofSeconds(60))
        .header("Authorization", "Bearer " + token.reveal());
  }

  HttpRequest.Builder posting(String path, String body) {
    return request(path)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  HttpResponse<String> get(String path) {
    return send(request(path).build());
  }

  HttpResponse<String> post(String path, String body) {
    return send(posting(path, body).build());
  }

  HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  HttpResponse<InputStream> open(String path, String body) {
    try {
      return client.send(posting(path, body).build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text as JSON. */
  static String quoted(String text) {
    return JSON.getNodeFactory().textNode(text).toString();
  }

  static JsonNode json(byte[] bytes) {
    return json(new String(bytes, StandardCharsets.UTF_8));
  }

  /** The status once no request is under way: counters are written after the last byte. */
  GatewayStatus settled() {
    Wait.until(
        "no request is under way",
        () -> gateway.status().requestsInFlight() == 0,
        Duration.ofSeconds(30));
    return gateway.status();
  }

  /** The value of a sample in the metrics, or 0 when it is not there. */
  double metric(String sampleStart) {
    settled();
    return get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(sampleStart))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Override
  public void close() {
    gateway.close();
    client.close();
  }
}
