// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.gateway.log.LogConfig;
import dev.wheelhouse.gateway.trace.TraceConfig;
import dev.wheelhouse.testing.Wait;
import dev.wheelhouse.testing.http.WatchedHttpServer;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Traces as a receiver of OTLP over HTTP gets them, read from the bytes that were sent. */
class TraceTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "b7ad6b7169203331";

  private final List<Span> spans = new CopyOnWriteArrayList<>();
  private final List<String> raw = new CopyOnWriteArrayList<>();
  private final List<String> keys = new CopyOnWriteArrayList<>();
  private WatchedHttpServer receiver;
  private ScriptedOpenAi upstream;
  private Rig rig;

  /** A span as it was sent. */
  private record Span(
      String trace,
      String id,
      String parent,
      String name,
      long kind,
      long start,
      long end,
      Map<String, Object> attributes) {}

  @BeforeEach
  void start() {
    receiver =
        WatchedHttpServer.onPort(
            0,
            call -> {
              keys.add(call.request().headers().first("x-key").orElse(""));
              raw.add(new String(call.request().body(), StandardCharsets.ISO_8859_1));
              read(call.request().body());
              call.reply(200, "application/x-protobuf", new byte[0]);
            });
    upstream = new ScriptedOpenAi();
    answer();
    rig = Rig.over(upstream.upstream());
    rig.gateway.trace(
        new TraceConfig(
            Optional.of(receiver.uri().resolve("/v1/traces")),
            "my-gateway",
            Map.of("x-key", "receiver-key")));
  }

  @AfterEach
  void stop() {
    rig.close();
    upstream.close();
    receiver.close();
  }

  @Test
  void sendsASpanOfTheRequestAndOneOfEachAttempt() {
    String id = chat("").headers().firstValue("X-Request-Id").orElseThrow();
    List<Span> sent = sent(2);
    Span request = one(sent, 2);
    Span attempt = one(sent, 3);
    assertThat(attempt.trace()).isEqualTo(request.trace());
    assertThat(attempt.parent()).isEqualTo(request.id());
    assertThat(request.parent()).isEmpty();
    assertThat(request.name()).isEqualTo("chat " + ScriptedOpenAi.MODEL);
    assertThat(request.attributes())
        .containsEntry("gen_ai.operation.name", "chat")
        .containsEntry("gen_ai.provider.name", "openai")
        .containsEntry("gen_ai.request.model", ScriptedOpenAi.MODEL)
        .containsEntry("gen_ai.response.model", ScriptedOpenAi.MODEL)
        .containsEntry("gen_ai.usage.input_tokens", 3L)
        .containsEntry("gen_ai.usage.output_tokens", 5L)
        .containsEntry("http.response.status_code", 200L)
        .containsEntry("wheelhouse.request.id", id);
    assertThat(keys).contains("receiver-key");
    // the upstream can hang its own spans below the attempt
    assertThat(outgoing()).isEqualTo("00-" + request.trace() + "-" + attempt.id() + "-01");
  }

  @Test
  void tellsWhenAllOfItWas() {
    Instant before = Instant.now();
    chat("");
    List<Span> sent = sent(2);
    Span request = one(sent, 2);
    Span attempt = one(sent, 3);
    assertThat(request.start()).isBetween(nanos(before), nanos(Instant.now()));
    assertThat(attempt.start()).isBetween(request.start(), attempt.end());
    assertThat(attempt.end()).isLessThanOrEqualTo(request.end());
    assertThat(request.end()).isLessThanOrEqualTo(nanos(Instant.now().plusSeconds(1)));
  }

  private static long nanos(Instant at) {
    return ChronoUnit.NANOS.between(Instant.EPOCH, at);
  }

  @Test
  void goesOnWithTheTraceOfTheClient() {
    chat("00-" + TRACE + "-" + PARENT + "-01");
    Span request = one(sent(2), 2);
    assertThat(request.trace()).isEqualTo(TRACE);
    assertThat(request.parent()).isEqualTo(PARENT);
    assertThat(outgoing()).startsWith("00-" + TRACE + "-");
  }

  @Test
  void recordsNothingOfATraceThatNobodyRecordsButPassesItOn() {
    chat("00-" + TRACE + "-" + PARENT + "-00");
    assertThat(outgoing()).startsWith("00-" + TRACE + "-").endsWith("-00");
    chat("no trace context");
    assertThat(sent(2)).noneMatch(span -> span.trace().equals(TRACE));
  }

  @Test
  void tellsOfARepeatedAttempt() {
    int[] calls = new int[1];
    upstream.chat(call -> {
      if (calls[0]++ == 0) {
        call.json(503, "{}");
      } else {
        call.json(200, body());
      }
    });
    chat("");
    List<Span> sent = sent(3);
    assertThat(sent.stream().filter(span -> span.kind() == 3))
        .hasSize(2)
        .anyMatch(span -> "upstream_busy".equals(span.attributes().get("error.type")));
    assertThat(one(sent, 2).attributes()).doesNotContainKey("error.type");
  }

  @Test
  void neverSendsContentAlsoWhereTheLogKeepsIt(@TempDir Path folder) {
    rig.gateway.log(LogConfig.sqlite(folder.resolve("requests.db")).withContent(1000));
    String id = chat("").headers().firstValue("X-Request-Id").orElseThrow();
    sent(2);
    assertThat(rig.gateway.requests().detail(id).orElseThrow().answer()).isEqualTo("the answer");
    assertThat(String.join("", raw))
        .contains(id)
        .doesNotContain("my-secret-prompt")
        .doesNotContain("the answer");
  }

  @Test
  void sendsNothingAndTellsUpstreamsNothingWhileItIsOff() {
    rig.gateway.trace(TraceConfig.OFF);
    chat("00-" + TRACE + "-" + PARENT + "-01");
    assertThat(outgoing()).isEmpty();
    assertThat(spans).isEmpty();
  }

  @Test
  void readsTheVariablesThatOpenTelemetryNames() {
    TraceConfig config =
        TraceConfig.of(
            Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "http://127.0.0.1:4318/",
                "OTEL_EXPORTER_OTLP_HEADERS",
                "x-key=a%20b",
                "OTEL_SERVICE_NAME",
                "mine"));
    assertThat(config.endpoint()).contains(URI.create("http://127.0.0.1:4318/v1/traces"));
    assertThat(config.service()).isEqualTo("mine");
    assertThat(config.headers().get("x-key")).isEqualTo("a b");
    assertThat(config.toString()).doesNotContain("a b");
    assertThat(TraceConfig.of(Map.of())).isEqualTo(TraceConfig.OFF);
  }

  private String outgoing() {
    return upstream.lastChat().headers().first("traceparent").orElse("");
  }

  private void answer() {
    upstream.chat(call -> call.json(200, body()));
  }

  private static String body() {
    return "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"the answer\"},"
        + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":5}}";
  }

  private java.net.http.HttpResponse<String> chat(String traceParent) {
    var request =
        rig.posting(
            "/v1/chat/completions",
            OpenAiToOllamaTest.chat(ScriptedOpenAi.MODEL, "my-secret-prompt", ""));
    if (!traceParent.isEmpty()) {
      request.header("traceparent", traceParent);
    }
    var answer = rig.send(request.build());
    rig.settled();
    return answer;
  }

  /** What has come, once so many spans were sent; to turn it off sends what waits. */
  private List<Span> sent(int count) {
    rig.gateway.trace(TraceConfig.OFF);
    Wait.until("the spans came", () -> spans.size() >= count, Duration.ofSeconds(20));
    assertThat(spans).hasSize(count);
    return List.copyOf(spans);
  }

  private static Span one(List<Span> from, long kind) {
    return from.stream().filter(span -> span.kind() == kind).findFirst().orElseThrow();
  }

  private void read(byte[] request) {
    for (Field resource : fields(request)) {
      for (Field scope : fields(resource.bytes())) {
        if (scope.number() != 2) {
          continue;
        }
        for (Field span : fields(scope.bytes())) {
          if (span.number() == 2) {
            spans.add(span(fields(span.bytes())));
          }
        }
      }
    }
  }

  private static Span span(List<Field> fields) {
    String trace = "";
    String id = "";
    String parent = "";
    String name = "";
    long kind = 0;
    long start = 0;
    long end = 0;
    Map<String, Object> attributes = new TreeMap<>();
    for (Field field : fields) {
      switch (field.number()) {
        case 1 -> trace = HexFormat.of().formatHex(field.bytes());
        case 2 -> id = HexFormat.of().formatHex(field.bytes());
        case 4 -> parent = HexFormat.of().formatHex(field.bytes());
        case 5 -> name = field.text();
        case 6 -> kind = field.value();
        case 7 -> start = field.value();
        case 8 -> end = field.value();
        case 9 -> {
          List<Field> pair = fields(field.bytes());
          Field value = fields(pair.get(1).bytes()).getFirst();
          attributes.put(
              pair.getFirst().text(), value.number() == 1 ? value.text() : (Object) value.value());
        }
        default -> {}
      }
    }
    return new Span(trace, id, parent, name, kind, start, end, attributes);
  }

  /** A field of a protobuf message. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Field(int number, long value, byte[] bytes) {
    String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private static List<Field> fields(byte[] message) {
    ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    List<Field> fields = new ArrayList<>();
    while (in.hasRemaining()) {
      long tag = varint(in);
      int number = (int) (tag >>> 3);
      switch ((int) (tag & 7)) {
        case 0 -> fields.add(new Field(number, varint(in), new byte[0]));
        case 1 -> fields.add(new Field(number, in.getLong(), new byte[0]));
        case 2 -> {
          byte[] bytes = new byte[(int) varint(in)];
          in.get(bytes);
          fields.add(new Field(number, 0, bytes));
        }
        case 5 -> fields.add(new Field(number, in.getInt(), new byte[0]));
        default -> throw new AssertionError("no such wire type: " + tag);
      }
    }
    return fields;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}
