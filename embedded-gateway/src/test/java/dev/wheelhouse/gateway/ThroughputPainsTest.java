// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static dev.wheelhouse.gateway.PoolRig.answering;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.gateway.benchmark.GatewayChild;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pain 10: gateways are far slower than their documents say, and nobody can measure it again. */
class ThroughputPainsTest {
  private static final int AT_ONCE = 150;
  private static final long PATIENCE_SECONDS = 90;
  private static final Path ROOT = Path.of("..");

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void pain10NoRequestWaitsForAnotherInFrontOfTheUpstream(boolean stream) throws Exception {
    CountDownLatch all = new CountDownLatch(AT_ONCE);
    try (ScriptedOpenAi upstream = new ScriptedOpenAi();
        Rig rig = Rig.over(PoolRig.config("a", upstream))) {
      upstream.chat(call -> {
        all.countDown();
        // nobody is answered before all are here: whoever holds one back would wait for ever
        if (!all.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          call.json(400, "{\"error\":{\"message\":\"the others did not come\"}}");
          return;
        }
        answering("hi").answer(call);
      });
      HttpRequest ask =
          rig.posting(
                  "/v1/chat/completions",
                  OpenAiToOllamaTest.chat("m", "hi", ",\"stream\":" + stream))
              .timeout(Duration.ofSeconds(2 * PATIENCE_SECONDS))
              .build();
      List<Callable<HttpResponse<String>>> asks = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        asks.add(() -> rig.send(ask));
      }
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (Future<HttpResponse<String>> each : threads.invokeAll(asks)) {
          assertThat(each.get().statusCode()).isEqualTo(200);
        }
      }
      assertThat(upstream.chatCount()).isEqualTo(AT_ONCE);
      // what the gateway took of each of them is measured by itself, without the upstream
      assertThat(rig.metric("wheelhouse_gateway_overhead_seconds_count")).isEqualTo(AT_ONCE);
    }
  }

  @Test
  void pain10EveryFigureOfTheDocumentationHasACommandThatMeasuresItAnew() throws IOException {
    String document = Files.readString(ROOT.resolve("docs/benchmarks.md"));
    Set<String> commands = new TreeSet<>();
    for (String section : document.split("\n## ", -1)) {
      if (section.contains("\n|")) {
        Matcher command = Pattern.compile("packaging/benchmarks/\\w+").matcher(section);
        assertThat(command.find()).as(section.lines().findFirst().orElse("")).isTrue();
        commands.add(command.group());
      }
    }
    assertThat(commands).contains("packaging/benchmarks/gateway");
    assertThat(commands).allSatisfy(each -> assertThat(ROOT.resolve(each)).isExecutable());
    String script = Files.readString(ROOT.resolve("packaging/benchmarks/gateway"));
    String home = GatewayChild.class.getPackageName();
    Matcher program = Pattern.compile(Pattern.quote(home) + "\\.\\w+").matcher(script);
    assertThat(program.find()).isTrue();
    assertThat(program.group()).satisfies(name -> assertThat(Class.forName(name)).isNotNull());
    // a peer of another version tomorrow would make figures that nobody can compare
    assertThat(script).containsPattern("peer_version=\\d+\\.\\d+\\.\\d+");
  }
}
