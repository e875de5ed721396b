// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route;

import dev.wheelhouse.gateway.chat.ModelInfo;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.FailureKind;
import dev.wheelhouse.gateway.key.ModelNames;
import dev.wheelhouse.gateway.route.policy.Candidate;
import dev.wheelhouse.gateway.route.pool.Location;
import dev.wheelhouse.gateway.route.pool.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All models of all upstreams. A model is called what its upstream calls it; where two upstreams
 * have one of the same name, each is listed as {@code upstream/model}.
 */
public final class Catalogue {
  private static final Duration FRESH = Duration.ofSeconds(2);

  /** Long enough that a client which insists on a model that is not there floods no upstream. */
  private static final Duration FRESH_ENOUGH_TO_REFUSE = Duration.ofMillis(250);

  private final Upstreams upstreams;
  private final Pools pools;

  /** The models of these upstreams, and the pools over them. */
  public Catalogue(Upstreams upstreams, Pools pools) {
    this.upstreams = upstreams;
    this.pools = pools;
  }

  /**
   * A model in the list.
   *
   * @param id what clients call it; a pool stands for the target that it would ask now
   */
  public record Entry(String id, Upstream upstream, ModelInfo model) {}

  /**
   * Every model of the usable upstreams, asked anew if the last answer is older than two seconds.
   */
  public List<Entry> list() {
    return list(FRESH);
  }

  /** As {@link #list()}, but surely what there is now: a model may have been pulled just before. */
  public List<Entry> listAnew() {
    return list(Duration.ZERO);
  }

  private List<Entry> list(Duration maxAge) {
    upstreams.refreshAll(maxAge);
    // one that cannot be asked proves itself only by a chat, for which its models must be seen
    List<Upstream> usable =
        upstreams.all().stream()
            .filter(u -> u.health().usable() || !u.provider().discovers())
            .toList();
    Map<String, Integer> counts = new HashMap<>();
    usable.forEach(u -> u.models().forEach(m -> counts.merge(m.id(), 1, Integer::sum)));
    List<Entry> entries = new ArrayList<>();
    for (LivePool pool : pools.all()) {
      counts.put(pool.pool().name(), 2); // a pool goes before a model of the same name
      pool.face().ifPresent(member -> entries.add(member.entry()));
    }
    for (Upstream upstream : usable) {
      for (ModelInfo model : upstream.models()) {
        boolean clash = counts.getOrDefault(model.id(), 0) > 1;
        String id = clash ? upstream.name() + "/" + model.id() : model.id();
        entries.add(new Entry(id, upstream, model));
      }
    }
    return entries;
  }

  /** Finds the upstream for a model; asks the upstreams once more before it gives up. */
  public Entry resolve(String model) throws ApiFailure {
    if (upstreams.all().isEmpty()) {
      throw ApiFailure.of(
          FailureKind.NO_UPSTREAM,
          "No upstream is set up.",
          "Start Ollama, or add a provider's key in Wheelhouse's settings.");
    }
    Optional<Entry> known = find(model);
    if (known.isPresent()) {
      return known.get();
    }
    upstreams.refreshAll(FRESH_ENOUGH_TO_REFUSE);
    return find(model).orElseThrow(() -> unknown(model));
  }

  /** A model that is known now; asks nobody. */
  public Optional<Entry> find(String model) {
    Optional<Entry> pooled = pools.named(model).flatMap(LivePool::face).map(Member::entry);
    if (pooled.isPresent()) {
      return pooled;
    }
    // of several that have it, the first usable one; never a silent change to another later on
    Optional<Entry> plain = first(model, upstream -> upstream.model(model));
    return plain.isPresent() ? plain : first(model, upstream -> named(upstream, model));
  }

  /** A model at the first usable upstream that has it; where none is usable, at the first. */
  private Optional<Entry> first(String id, Function<Upstream, Optional<ModelInfo>> at) {
    Optional<Entry> other = Optional.empty();
    for (Upstream upstream : upstreams.all()) {
      Optional<Entry> found = at.apply(upstream).map(model -> new Entry(id, upstream, model));
      if (found.isPresent() && upstream.health().usable()) {
        return found;
      }
      other = other.isPresent() ? other : found;
    }
    return other;
  }

  private static Optional<ModelInfo> named(Upstream upstream, String model) {
    String prefix = upstream.name() + "/";
    return model.startsWith(prefix)
        ? upstream.model(model.substring(prefix.length()))
        : Optional.empty();
  }

  /**
   * A model that is set for conversations that are too long for another one.
   *
   * @param name as it is set
   * @param entry where it leads; empty when no upstream has it
   * @param refusal why it is not asked; empty when it is
   */
  record Larger(String name, Optional<Entry> entry, String refusal) {}

  /**
   * What is set for conversations that are too long: of the first of these models that has a list.
   *
   * @param pool that was asked for; its targets are granted with it, and its rules hold
   * @param granted what the client may ask for
   */
  List<Larger> larger(@Nullable LivePool pool, List<String> models, ModelNames granted) {
    Map<String, List<String>> lists = pools.config().largerContext();
    List<String> names =
        models.stream()
            .filter(lists::containsKey)
            .findFirst()
            .map(model -> lists.getOrDefault(model, List.of()))
            .orElse(List.of());
    List<Larger> larger = new ArrayList<>();
    for (String name : names) {
      Optional<Entry> found = find(name);
      String refusal =
          found.map(entry -> refusal(pool, name, entry, granted)).orElse("no upstream has it");
      larger.add(new Larger(name, found, refusal));
    }
    return larger;
  }

  private String refusal(@Nullable LivePool pool, String name, Entry entry, ModelNames granted) {
    String rule = pool == null ? "" : pool.refusal(candidate(entry)).orElse("");
    return rule.isEmpty() && !grants(granted, name, entry, pool) ? "not granted to this key" : rule;
  }

  /** Whether a client may ask for this model by some name, or has it by the pool that it asks. */
  private boolean grants(ModelNames granted, String name, Entry entry, @Nullable LivePool pool) {
    boolean member =
        pool != null && pool.members().stream().anyMatch(each -> same(each.entry(), entry));
    String id = entry.model().id();
    return member
        || granted.include(name)
        || Stream.of(entry.upstream().name() + "/" + id, id)
            .filter(granted::include)
            .anyMatch(other -> find(other).filter(found -> same(found, entry)).isPresent());
  }

  private static boolean same(Entry one, Entry other) {
    return one.upstream().equals(other.upstream()) && one.model().id().equals(other.model().id());
  }

  private static Candidate candidate(Entry entry) {
    Upstream upstream = entry.upstream();
    String model = entry.model().id();
    return new Candidate(
        Target.of(upstream.name(), model),
        upstream.target(model),
        upstream.local(entry.model(), Location.BY_ADDRESS));
  }

  /** An upstream that cannot be asked may well have the model, so that is the likelier cause. */
  private ApiFailure unknown(String model) {
    for (Upstream upstream : upstreams.all()) {
      switch (upstream.health()) {
        case UpstreamHealth.Down down -> {
          return ApiFailure.of(FailureKind.UPSTREAM_UNREACHABLE, down.cause(), down.remedy());
        }
        case UpstreamHealth.KeyRejected rejected -> {
          return ApiFailure.of(
              FailureKind.UPSTREAM_CREDENTIALS, rejected.cause(), rejected.remedy());
        }
        case UpstreamHealth.Unknown _, UpstreamHealth.Healthy _, UpstreamHealth.RateLimited _ -> {}
      }
    }
    return ApiFailure.of(
        FailureKind.MODEL_NOT_FOUND,
        "No upstream has the model %s.".formatted(model),
        "List the models that there are with GET /v1/models.");
  }
}
