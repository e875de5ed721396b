// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.wheelhouse.gateway.chat.ChatMessage;
import dev.wheelhouse.gateway.chat.ChatRequest;
import dev.wheelhouse.gateway.chat.ClientRequest;
import dev.wheelhouse.gateway.chat.Dialect;
import dev.wheelhouse.gateway.chat.Effort;
import dev.wheelhouse.gateway.chat.InboundChat;
import dev.wheelhouse.gateway.chat.ModelInfo;
import dev.wheelhouse.gateway.chat.OutputFormat;
import dev.wheelhouse.gateway.chat.Part;
import dev.wheelhouse.gateway.chat.Role;
import dev.wheelhouse.gateway.chat.RunnerHints;
import dev.wheelhouse.gateway.chat.Sampling;
import dev.wheelhouse.gateway.chat.ToolChoice;
import dev.wheelhouse.gateway.credential.UpstreamKey;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.failure.FailureKind;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.key.Caller;
import dev.wheelhouse.gateway.provider.Provider;
import dev.wheelhouse.gateway.timer.Timers;
import dev.wheelhouse.gateway.upstream.CallScope;
import dev.wheelhouse.gateway.upstream.CancelReason;
import dev.wheelhouse.gateway.upstream.Timer;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Tests an upstream as a chat would use it: asks for its models, then has one of them answer a word
 * with one token. A list of models alone proves nothing, as many providers show it to everyone.
 */
final class UpstreamTrial {
  private static final int MOST_MODELS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(45);

  /** What chats in no list that says what its models are for. */
  private static final Pattern NO_CHAT =
      Pattern.compile(
          "(?i).*(embed|rerank|whisper|transcri|tts|speech|audio|realtime|live|image|imagen|dall-e"
              + "|veo|sora|video|moderation|guard|ocr|aqa|babbage|davinci|instruct).*");

  private static final Pattern SMALL =
      Pattern.compile("(?i).*(nano|mini|flash|lite|haiku|small|fast|air|\\b[1-9]b\\b|r7b).*");

  /** A model that thinks may spend its one token on that, which some servers call an error. */
  private static final Pattern SPENT_ON_THINKING =
      Pattern.compile("(?i).*(max_tokens|max_completion_tokens|output limit).*reached.*");

  private final Provider provider;

  UpstreamTrial(Provider provider) {
    this.provider = provider;
  }

  /** Tests every key of the upstream; the first that fails is told by its label. */
  static UpstreamVerdict each(UpstreamConfig config, Function<UpstreamConfig, Provider> provider) {
    if (config.keys().size() < 2) {
      return new UpstreamTrial(provider.apply(config)).run();
    }
    UpstreamVerdict last = null;
    for (UpstreamKey key : config.keys()) {
      last = new UpstreamTrial(provider.apply(config.withKeys(List.of(key)))).run();
      if (last instanceof UpstreamVerdict.Fails fails) {
        String cause = "With key %s: %s".formatted(key.label(), fails.cause());
        return new UpstreamVerdict.Fails(fails.reason(), cause, fails.remedy());
      }
    }
    return Objects.requireNonNull(last);
  }

  /** Runs the test; blocks for seconds, and for a local model that has to be loaded up to 45 s. */
  UpstreamVerdict run() {
    List<ModelInfo> models;
    try {
      models = provider.models();
    } catch (ApiFailure failure) {
      return fails(failure, true);
    }
    List<ModelInfo> chatting =
        models.stream()
            .filter(UpstreamTrial::chats)
            .sorted(Comparator.comparing(model -> !SMALL.matcher(model.id()).matches()))
            .limit(MOST_MODELS)
            .toList();
    UpstreamVerdict last =
        new UpstreamVerdict.Fails(
            UpstreamVerdict.Reason.MODEL_MISSING,
            "%s at %s has no model that chats.".formatted(provider.name(), provider.address()),
            "Load a model there, or check that the address is the right one.");
    try (Timers timers = new Timers()) {
      for (ModelInfo model : chatting) {
        last = ask(model, models.size(), timers);
        boolean another =
            last instanceof UpstreamVerdict.Fails fails
                && (fails.reason() == UpstreamVerdict.Reason.MODEL_MISSING
                    || fails.reason() == UpstreamVerdict.Reason.OTHER);
        if (!another) {
          return last;
        }
      }
    }
    return last;
  }

  private UpstreamVerdict ask(ModelInfo model, int models, Timers timers) {
    long start = System.nanoTime();
    CallScope scope = new CallScope();
    Future<?> end =
        timers.after(
            PATIENCE, () -> scope.cancel(new CancelReason.TimedOut(Timer.WHOLE_ANSWER, PATIENCE)));
    try {
      provider.chat(new Provider.Call(question(model.id()), model, scope), _ -> {});
    } catch (ApiFailure failure) {
      if (!SPENT_ON_THINKING.matcher(failure.causeText()).matches()) {
        return fails(failure, false);
      }
    } catch (ClientGone e) {
      throw new IllegalStateException("nobody else cancels this call", e);
    } finally {
      end.cancel(false);
      scope.close();
    }
    return new UpstreamVerdict.Works(
        provider.address(), models, model.id(), Duration.ofNanos(System.nanoTime() - start));
  }

  /** Lists that say what a model is for are believed. */
  private static boolean chats(ModelInfo model) {
    for (String field : List.of("supportedGenerationMethods", "endpoints")) {
      JsonNode uses = model.entry().path(field);
      if (uses.isArray()) {
        return uses.toString().contains("\"generateContent\"")
            || uses.toString().contains("\"chat\"");
      }
    }
    return !model.lacks("completion") && !NO_CHAT.matcher(model.id()).matches();
  }

  /** A question in no client's dialect, so that each provider writes it in its own. */
  private static InboundChat question(String model) {
    ChatMessage hello =
        new ChatMessage(Role.USER, List.of(new Part.Text("Hi")), "", List.of(), "", "");
    Sampling one = new Sampling(null, null, null, IntNode.valueOf(1), null, null, List.of());
    ChatRequest request =
        new ChatRequest(
            List.of(hello),
            List.of(),
            new ToolChoice.Auto(),
            false,
            new OutputFormat.FreeText(),
            one,
            Effort.UNSET,
            new RunnerHints(Json.newObject(), null),
            null);
    ClientRequest raw =
        new ClientRequest(
            Caller.OWNER, Dialect.FOREIGN, model, Json.newObject(), new byte[0], Map.of());
    return new InboundChat(raw, true, _ -> request);
  }

  private UpstreamVerdict fails(ApiFailure failure, boolean listing) {
    UpstreamVerdict.Reason reason =
        switch (failure.kind()) {
          case UPSTREAM_UNREACHABLE -> UpstreamVerdict.Reason.UNREACHABLE;
          case UPSTREAM_CREDENTIALS ->
              failure.causeText().contains("credit")
                  ? UpstreamVerdict.Reason.NO_CREDIT
                  : UpstreamVerdict.Reason.KEY_REJECTED;
          case UPSTREAM_RATE_LIMITED -> UpstreamVerdict.Reason.RATE_LIMITED;
          case UPSTREAM_FAILED, UPSTREAM_REFUSED, MODEL_NOT_FOUND ->
              listing
                  ? UpstreamVerdict.Reason.WRONG_ADDRESS
                  : failure.kind() == FailureKind.MODEL_NOT_FOUND
                      ? UpstreamVerdict.Reason.MODEL_MISSING
                      : UpstreamVerdict.Reason.OTHER;
          default -> UpstreamVerdict.Reason.OTHER;
        };
    String remedy =
        reason == UpstreamVerdict.Reason.WRONG_ADDRESS
            ? "Check the address; most end in /v1. Tried: " + provider.address()
            : failure.remedy();
    return new UpstreamVerdict.Fails(reason, failure.causeText(), remedy);
  }
}
