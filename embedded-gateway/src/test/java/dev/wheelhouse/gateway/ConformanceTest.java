// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every dialect of clients in front of every dialect of upstreams: what an upstream answers, byte
 * for byte as providers send it, and what the client must get. Both stand in {@code
 * src/test/resources/conformance}. Answers of the client's own dialect must pass unchanged.
 *
 * <p>With {@code -Dconformance.write} the expected answers are written instead of compared, to be
 * read by a person before they are kept.
 */
class ConformanceTest {
  private static final boolean WRITE = System.getProperty("conformance.write") != null;
  private static final int LEAST_CASES = 750;

  /** Scenarios that an upstream of the client's dialect has already written as the client wants. */
  private static final Set<String> COMPLETE =
      Set.of(
          "text",
          "parallel-tools",
          "mixed-tools",
          "thinking-text-tool",
          "tool-without-arguments",
          "refusal",
          "length",
          "unknown-fields");

  private static final Map<ScriptedUpstream.Kind, ScriptedUpstream> UPSTREAMS =
      new LinkedHashMap<>();
  private static final Map<ScriptedUpstream.Kind, Rig> RIGS = new LinkedHashMap<>();

  /** What a client speaks, and how it asks. */
  private enum Client {
    OPENAI(
        "/v1/chat/completions",
        "{\"model\":\"%s\",\"stream\":%s,\"stream_options\":{\"include_usage\":true},\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"),
    RESPONSES(
        "/v1/responses",
        "{\"model\":\"%s\",\"stream\":%s,\"metadata\":{\"topic\":\"demo\"},\"input\":\"Hi\"}"),
    OLLAMA(
        "/api/chat",
        "{\"model\":\"%s\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"),
    ANTHROPIC(
        "/v1/messages",
        "{\"model\":\"%s\",\"stream\":%s,\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");

    private final String path;
    private final String request;

    Client(String path, String request) {
      this.path = path;
      this.request = request;
    }

    String request(ScriptedUpstream.Kind upstream, boolean stream) {
      return request.formatted(upstream.model, stream);
    }

    String lower() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** One case. */
  private record Case(
      Client client, ScriptedUpstream.Kind upstream, boolean stream, String scenario) {
    boolean sameDialect() {
      return client.name().equals(upstream.name());
    }

    String file() {
      return client.lower() + "-from-" + upstream.lower() + (stream ? ".stream" : ".whole");
    }

    @Override
    public String toString() {
      return file() + " " + scenario;
    }
  }

  @BeforeAll
  static void start() {
    for (ScriptedUpstream.Kind kind : ScriptedUpstream.Kind.values()) {
      ScriptedUpstream upstream = new ScriptedUpstream(kind);
      UPSTREAMS.put(kind, upstream);
      RIGS.put(kind, Rig.over(upstream.config()));
    }
  }

  @AfterAll
  static void stop() {
    RIGS.values().forEach(Rig::close);
    UPSTREAMS.values().forEach(ScriptedUpstream::close);
  }

  @TestFactory
  List<DynamicTest> translatesEveryAnswer() throws IOException {
    Map<String, Map<String, String>> expected = new LinkedHashMap<>();
    List<DynamicTest> tests = new ArrayList<>();
    for (Case one : cases()) {
      Map<String, String> answers =
          expected.computeIfAbsent(
              one.file(), file -> WRITE ? new LinkedHashMap<>() : Recorded.expected(file));
      tests.add(DynamicTest.dynamicTest(one.toString(), () -> check(one, answers)));
    }
    if (WRITE) {
      tests.add(DynamicTest.dynamicTest("write", () -> write(expected)));
    }
    return tests;
  }

  @TestFactory
  List<DynamicTest> cancelsTheUpstreamWhenTheClientLeaves() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Client client : Client.values()) {
      for (ScriptedUpstream.Kind upstream : ScriptedUpstream.Kind.values()) {
        for (boolean stream : List.of(true, false)) {
          for (int frames : List.of(0, 3)) {
            String name =
                "%s at %s, stream %s, after %d frames".formatted(client, upstream, stream, frames);
            tests.add(DynamicTest.dynamicTest(name, () -> leave(client, upstream, stream, frames)));
          }
        }
      }
    }
    return tests;
  }

  @Test
  void hasAsManyCasesAsItClaims() {
    int aborts = Client.values().length * ScriptedUpstream.Kind.values().length * 4;
    int all = cases().size() + aborts;
    assertThat(all).isGreaterThanOrEqualTo(LEAST_CASES);
  }

  private static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (Client client : Client.values()) {
      for (ScriptedUpstream.Kind upstream : ScriptedUpstream.Kind.values()) {
        for (String scenario : Recorded.upstream(upstream.lower()).keySet()) {
          boolean whole = scenario.endsWith(".whole");
          boolean same = client.name().equals(upstream.name());
          if (!whole) {
            cases.add(new Case(client, upstream, true, scenario));
          }
          // an upstream of the same dialect is asked for one piece, others always for a stream
          boolean refused = scenario.equals("rate-limit") || scenario.equals("bad-request");
          if (same ? whole || refused : !whole) {
            cases.add(new Case(client, upstream, false, scenario));
          }
        }
      }
    }
    return cases;
  }

  private static void check(Case one, Map<String, String> expected) {
    Recorded recorded = Recorded.upstream(one.upstream().lower()).get(one.scenario());
    UPSTREAMS.get(one.upstream()).answer(recorded);
    HttpResponse<String> response =
        RIGS.get(one.upstream())
            .post(one.client().path, one.client().request(one.upstream(), one.stream()));
    String type = response.headers().firstValue("Content-Type").orElse("");
    if (one.sameDialect() && COMPLETE.contains(one.scenario().replace(".whole", ""))) {
      assertThat(response.body()).isEqualTo(recorded.body());
      assertThat(type).isEqualTo(recorded.contentType());
      return;
    }
    String actual =
        new Recorded(response.statusCode(), type, false, Golden.masked(response.body())).text();
    if (WRITE) {
      expected.put(one.scenario(), actual);
      return;
    }
    assertThat(actual).isEqualTo(expected.get(one.scenario()));
  }

  private static void write(Map<String, Map<String, String>> expected) throws IOException {
    for (var file : expected.entrySet()) {
      StringBuilder text = new StringBuilder();
      file.getValue().forEach((name, answer) -> text.append("=== " + name + "\n" + answer + "\n"));
      Path path = Recorded.expectedFile(file.getKey());
      Files.writeString(path, text + "===\n");
    }
  }

  private static void leave(
      Client client, ScriptedUpstream.Kind upstream, boolean stream, int frames)
      throws InterruptedException {
    Recorded text = Recorded.upstream(upstream.lower()).get("text");
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch gone = new CountDownLatch(1);
    UPSTREAMS
        .get(upstream)
        .answer(call -> {
          if (frames > 0) {
            call.begin(200, text.contentType());
          }
          for (String frame : text.frames().subList(0, frames)) {
            call.write(frame);
          }
          reached.countDown();
          if (call.clientGone(Duration.ofSeconds(10))) {
            gone.countDown();
          }
          call.drop();
        });
    String body = client.request(upstream, stream);
    Rig rig = RIGS.get(upstream);
    try (RawClient raw = new RawClient(rig.gateway.port())) {
      raw.send(
          "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nx-api-key: %s\r\n"
                  .formatted(client.path, rig.gateway.port(), Rig.TOKEN.reveal())
              + "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                  .formatted(body.length(), body));
      assertThat(reached.await(5, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(gone.await(2, TimeUnit.SECONDS)).as("the upstream sees it").isTrue();
    rig.settled();
  }
}
