// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import dev.wheelhouse.gateway.chat.ModelInfo;
import dev.wheelhouse.gateway.credential.KeyStatus;
import dev.wheelhouse.gateway.route.Upstream;
import dev.wheelhouse.gateway.route.UpstreamHealth;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * A gateway at one moment.
 *
 * @param baseUri where it listens
 * @param requestsInFlight HTTP requests under way
 */
public record GatewayStatus(
    URI baseUri, Instant startedAt, int requestsInFlight, List<UpstreamStatus> upstreams) {

  /** Copies the list. */
  public GatewayStatus {
    upstreams = List.copyOf(upstreams);
  }

  /**
   * An upstream at one moment.
   *
   * @param family {@code ollama}, {@code openai} or {@code anthropic}
   * @param address its base address
   * @param models the models it had when it was last asked
   * @param keys how each of its keys stands; empty when there are not several
   * @param counters what was counted since the gateway started
   */
  public record UpstreamStatus(
      String name,
      String family,
      String address,
      UpstreamHealth health,
      List<String> models,
      List<KeyStatus> keys,
      Counters counters) {
    /** Copies the lists. */
    public UpstreamStatus {
      models = List.copyOf(models);
      keys = List.copyOf(keys);
    }

    static UpstreamStatus of(Upstream upstream) {
      return new UpstreamStatus(
          upstream.name(),
          upstream.provider().family(),
          upstream.provider().address(),
          upstream.health(),
          upstream.models().stream().map(ModelInfo::id).toList(),
          upstream.keys().status(),
          new Counters(
              upstream.inFlight(),
              upstream.chats(),
              upstream.failures(),
              upstream.promptTokens(),
              upstream.completionTokens()));
    }
  }

  /**
   * Counts of one upstream.
   *
   * @param inFlight chats under way
   * @param chats all chats
   * @param failures attempts that failed
   * @param promptTokens tokens read
   * @param completionTokens tokens written
   */
  public record Counters(
      int inFlight, long chats, long failures, long promptTokens, long completionTokens) {}
}
