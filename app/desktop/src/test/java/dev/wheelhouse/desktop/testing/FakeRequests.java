// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.testing;

import dev.wheelhouse.engine.gateway.request.GatewayRequests;
import dev.wheelhouse.engine.gateway.request.ModelOutcome;
import dev.wheelhouse.engine.gateway.request.RequestDetail;
import dev.wheelhouse.engine.gateway.request.RequestEntry;
import dev.wheelhouse.engine.gateway.request.RequestLogSize;
import dev.wheelhouse.engine.gateway.request.RequestSpan;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A log that the test fills. */
public final class FakeRequests implements GatewayRequests {
  public final List<Instant> asked = new CopyOnWriteArrayList<>();
  public final List<Path> exported = new CopyOnWriteArrayList<>();
  private final List<RequestEntry> entries = new CopyOnWriteArrayList<>();
  public final Map<String, Double> scores = new ConcurrentHashMap<>();
  private volatile List<RequestSpan> course = List.of();
  private volatile List<ModelOutcome> outcomes = List.of();

  /** Adds a newer one. */
  public void add(RequestEntry entry) {
    entries.addFirst(entry);
  }

  /** What the charts show. */
  public void course(List<RequestSpan> spans) {
    course = List.copyOf(spans);
  }

  /** What the models led to. */
  public void outcomes(List<ModelOutcome> wanted) {
    outcomes = List.copyOf(wanted);
  }

  @Override
  public List<RequestEntry> newest(int most) {
    return entries.stream().limit(most).toList();
  }

  @Override
  public Optional<RequestDetail> detail(String id) {
    return entries.stream()
        .filter(entry -> entry.id().equals(id))
        .findFirst()
        .map(entry -> new RequestDetail(entry, "", "", scores.get(id)));
  }

  @Override
  public List<RequestSpan> course(Instant from, Duration span) {
    return course;
  }

  @Override
  public List<ModelOutcome> outcomes(Instant from) {
    asked.add(from);
    return outcomes;
  }

  @Override
  public boolean rate(String id, double score) {
    scores.put(id, score);
    return entries.stream().anyMatch(entry -> entry.id().equals(id));
  }

  @Override
  public long export(Path file) {
    exported.add(file);
    return entries.size();
  }

  @Override
  public void clear() {
    entries.clear();
  }

  @Override
  public RequestLogSize size() {
    return new RequestLogSize(entries.size(), 4096 + 350L * entries.size(), 0);
  }
}
