// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.testing.Wait;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A gateway that is about to stop: what runs goes on, what is new goes elsewhere. */
class DrainTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration LONGER_THAN_QUIET = Duration.ofSeconds(3);
  private static final String CHAT =
      "{\"model\":\"gpt-5-mini\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";

  private final ScriptedUpstream upstream = new ScriptedUpstream(ScriptedUpstream.Kind.OPENAI);
  private final CountDownLatch rest = new CountDownLatch(1);
  private Rig rig;
  private @Nullable BufferedReader open;

  @BeforeEach
  void start() {
    upstream.answer(call -> {
      call.begin(200, "text/event-stream");
      call.write(chunk("\"content\":\"one\"", "null"));
      rest.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      call.write(chunk("\"content\":\"two\"", "null"));
      call.write(chunk("", "\"stop\"") + "data: [DONE]\n\n");
      call.end();
    });
    rig = Rig.over(upstream.config());
  }

  @AfterEach
  void stop() throws IOException {
    rest.countDown();
    if (open != null) {
      open.close(); // the client waits for streams that nobody reads
    }
    rig.close();
    upstream.close();
  }

  @Test
  void letsStreamsFinishAndSendsNewRequestsElsewhere() throws IOException {
    BufferedReader stream = openStream();
    CompletableFuture<Integer> cut =
        CompletableFuture.supplyAsync(() -> rig.gateway.drain(PATIENCE));
    Wait.until(
        "the gateway says that it drains", () -> rig.get("/healthz").statusCode() == 503, PATIENCE);

    assertThat(rig.get("/health").body()).isEqualTo("draining\n");
    HttpResponse<String> refused = rig.post("/v1/chat/completions", CHAT);
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(refused.headers().firstValue("Connection")).hasValue("close");
    assertThat(refused.body()).contains("gateway_stopping").contains("another gateway");
    assertThat(rig.post("/api/chat", "{}").statusCode()).isEqualTo(503);
    assertThat(rig.get("/metrics").statusCode()).isEqualTo(200);
    assertThat(upstream.chats()).isEqualTo(1);
    // it must not end while the stream runs, however quiet it is; a slow machine proves less here,
    // and never fails
    assertThatThrownBy(() -> cut.get(LONGER_THAN_QUIET.toMillis(), TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);

    rest.countDown();
    assertThat(stream.lines().collect(Collectors.joining()))
        .contains("two")
        .endsWith("data: [DONE]");
    assertThat(cut.join()).isZero();
  }

  @Test
  void cutsWhatLastsTooLongAndSaysSoInTheStream() throws IOException {
    BufferedReader stream = openStream();

    int cut = rig.gateway.drain(Duration.ofMillis(100));

    assertThat(cut).isOne();
    assertThat(stream.lines().collect(Collectors.joining()))
        .contains("gateway_stopping")
        .doesNotContain("two");
  }

  private BufferedReader openStream() throws IOException {
    var answer = rig.open("/v1/chat/completions", CHAT);
    var lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    open = lines;
    assertThat(lines.readLine()).contains("one");
    return lines;
  }

  private static String chunk(String delta, String finish) {
    return "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-5-mini\","
        + "\"choices\":[{\"index\":0,\"delta\":{%s},\"finish_reason\":%s}]}\n\n"
            .formatted(delta, finish);
  }
}
