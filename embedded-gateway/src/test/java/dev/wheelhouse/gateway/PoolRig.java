// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static dev.wheelhouse.gateway.ScriptedOpenAi.event;

import dev.wheelhouse.gateway.limit.GatewayLimits;
import dev.wheelhouse.gateway.route.pool.PolicyKind;
import dev.wheelhouse.gateway.route.pool.Pool;
import dev.wheelhouse.gateway.route.pool.PoolOptions;
import dev.wheelhouse.gateway.route.pool.RouteConfig;
import dev.wheelhouse.gateway.route.pool.Target;
import dev.wheelhouse.testing.http.HttpAnswers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A gateway with a pool called {@code pool} over the upstreams a, b and c, each with a model m. */
final class PoolRig implements AutoCloseable {
  static final String MODEL = "m";

  final FakeTime time = new FakeTime();
  final Rig rig;
  private final Map<String, ScriptedOpenAi> upstreams = new TreeMap<>();

  PoolRig() {
    this(GatewayLimits.defaults());
  }

  PoolRig(GatewayLimits limits) {
    for (String name : List.of("a", "b", "c")) {
      ScriptedOpenAi upstream = new ScriptedOpenAi();
      upstream.chat(answering("from " + name));
      upstreams.put(name, upstream);
    }
    rig =
        Rig.over(
            time.sources(),
            limits,
            upstreams.entrySet().stream()
                .map(each -> config(each.getKey(), each.getValue()))
                .toArray(UpstreamConfig[]::new));
    pool(PolicyKind.PRIORITY, PoolOptions.DEFAULT);
  }

  /** An upstream that is not asked for its models, so that only chats tell how it is. */
  static UpstreamConfig config(String name, ScriptedOpenAi upstream) {
    return new UpstreamConfig.OpenAiCompatible(
        name, upstream.server().uri(), ScriptedOpenAi.KEY, List.of(MODEL));
  }

  /** The pool over a, b and c. */
  void pool(PolicyKind policy, PoolOptions options) {
    Target[] targets =
        upstreams.keySet().stream().map(name -> Target.of(name, MODEL)).toArray(Target[]::new);
    rig.gateway.routes(RouteConfig.of(Pool.of("pool", policy, targets).with(options)));
  }

  /** The pool over these targets. */
  void pool(PolicyKind policy, Target... targets) {
    rig.gateway.routes(RouteConfig.of(Pool.of("pool", policy, targets)));
  }

  ScriptedOpenAi at(String name) {
    ScriptedOpenAi upstream = upstreams.get(name);
    if (upstream == null) {
      throw new IllegalArgumentException(name);
    }
    return upstream;
  }

  /** How many chats came to a, b and c. */
  List<Integer> chats() {
    return upstreams.values().stream().map(ScriptedOpenAi::chatCount).toList();
  }

  HttpResponse<String> ask(boolean stream) {
    return ask("pool", stream);
  }

  HttpResponse<String> ask(String model, boolean stream) {
    return rig.post(
        "/v1/chat/completions", OpenAiToOllamaTest.chat(model, "hi", ",\"stream\":" + stream));
  }

  /** The upstream that the answer came from, by the header. */
  static String route(HttpResponse<String> answer) {
    String header = answer.headers().firstValue("X-Wheelhouse-Route").orElse("/");
    return header.substring(0, header.indexOf('/'));
  }

  /** Answers with this text, whole or as a stream. */
  static HttpAnswers answering(String text) {
    return call -> {
      if (!call.request().text().contains("\"stream\":true")) {
        call.json(
            200,
            "{\"choices\":[{\"message\":{\"content\":\"%s\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":500}}"
                .formatted(text));
        return;
      }
      call.begin(200, "text/event-stream");
      call.write(event("{\"role\":\"assistant\",\"content\":\"\"}", "null"));
      call.write(event("{\"content\":\"" + text + "\"}", "null"));
      call.write(event("{}", "\"stop\""));
      call.write("data: [DONE]\n\n");
      call.end();
    };
  }

  /** Answers with this status. */
  static HttpAnswers failing(int status) {
    return call -> call.json(status, "{\"error\":{\"message\":\"status " + status + "\"}}");
  }

  @Override
  public void close() {
    rig.close();
    upstreams.values().forEach(ScriptedOpenAi::close);
  }
}
