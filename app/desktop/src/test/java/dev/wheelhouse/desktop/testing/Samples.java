// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.testing;

import dev.wheelhouse.engine.docker.EngineInfo;
import dev.wheelhouse.engine.docker.PortBinding;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.stack.ServiceState;
import dev.wheelhouse.engine.stack.ServiceStatus;
import dev.wheelhouse.engine.stack.Stack;
import dev.wheelhouse.engine.stack.StackId;
import dev.wheelhouse.engine.stack.StackPlan;
import dev.wheelhouse.engine.stack.StackState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stack local-ai in all the states that screens have to show. */
public final class Samples {
  /** The moment at which tests and pictures happen. */
  public static final Instant NOW = Instant.parse("2026-11-21T12:04:07Z");

  public static final StackId LOCAL_AI = new StackId("local-ai");

  public static final EngineInfo ENGINE =
      new EngineInfo(
          "unix:///var/run/docker.sock",
          "Docker Engine",
          "28.1.1",
          "1.49",
          "Debian GNU/Linux 12",
          8,
          16_000_000_000L,
          "/var/lib/docker");

  private record Part(
      String name, String title, String kind, String image, int port, List<String> dependsOn) {}

  private static final List<Part> PARTS =
      List.of(
          new Part("postgres", "PostgreSQL", "postgres", "postgres:17.11-trixie", 0, List.of()),
          new Part("redis", "Redis", "redis", "redis:8.2.10-bookworm", 0, List.of()),
          new Part("chroma", "Chroma", "chroma", "chromadb/chroma:1.5.9", 0, List.of()),
          new Part("ollama", "Ollama", "ollama", "ollama/ollama:0.40.1", 0, List.of()),
          new Part(
              "prometheus", "Prometheus", "prometheus", "prom/prometheus:v3.13.4", 0, List.of()),
          new Part(
              "grafana", "Grafana", "grafana", "grafana/grafana:13.2.3", 0, List.of("prometheus")),
          new Part(
              "redis-exporter",
              "Redis exporter",
              "exporter",
              "oliver006/redis_exporter:v1.92.1-alpine",
              0,
              List.of("redis")),
          new Part(
              "postgres-exporter",
              "PostgreSQL exporter",
              "exporter",
              "quay.io/prometheuscommunity/postgres-exporter:v0.20.1",
              0,
              List.of("postgres")),
          new Part("front-door", "Front door", "proxy", "nginx:1.30.5-alpine", 11436, List.of()));

  private Samples() {}

  /** Every service in one state. */
  public static Stack stack(StackState state, ServiceState services) {
    List<ServiceStatus> all = new ArrayList<>();
    for (Part part : PARTS) {
      all.add(service(part, services, null, List.of()));
    }
    return withServices(state, all);
  }

  public static Stack stopped() {
    return stack(StackState.STOPPED, ServiceState.STOPPED);
  }

  public static Stack running() {
    return stack(StackState.RUNNING, ServiceState.RUNNING);
  }

  /** Some healthy, some pulling, some that wait. */
  public static Stack starting() {
    return running(StackState.STARTING)
        .with("ollama", ServiceState.PULLING)
        .with("prometheus", ServiceState.STARTING)
        .waiting("grafana", "prometheus")
        .with("chroma", ServiceState.STARTING)
        .stack();
  }

  /** All run but one, which failed with this problem. */
  public static Stack failed(String service, Problem problem) {
    return running(StackState.DEGRADED).failed(service, problem).stack();
  }

  /** A running stack to change. */
  public static Changed running(StackState state) {
    return new Changed(stack(state, ServiceState.RUNNING));
  }

  public static StackPlan plan() {
    return new StackPlan(
        LOCAL_AI,
        PARTS.stream()
            .map(part ->
                new StackPlan.ServicePlan(part.name(), StackPlan.Action.CREATE, "does not exist"))
            .toList(),
        List.of("ollama/ollama:0.40.1", "grafana/grafana:13.2.3"),
        List.of("local-ai_postgres-data", "local-ai_redis-data"),
        List.of("local-ai_back"),
        List.of("postgres_password", "redis_password"),
        List.of("127.0.0.1:3000", "127.0.0.1:8000", "127.0.0.1:9090", "127.0.0.1:11436"),
        11_500_000_000L);
  }

  private static ServiceStatus service(
      Part part, ServiceState state, @Nullable Problem problem, List<String> waitingFor) {
    boolean up =
        state == ServiceState.RUNNING
            || state == ServiceState.UNHEALTHY
            || state == ServiceState.STARTING;
    return new ServiceStatus(
        part.name(),
        part.title(),
        part.kind(),
        part.image(),
        state,
        true,
        up ? "c0ffee" + part.name().hashCode() : null,
        up ? NOW.minusSeconds(8040) : null,
        0,
        part.port() == 0
            ? List.of()
            : List.of(new PortBinding("127.0.0.1", part.port(), part.port(), "tcp")),
        part.dependsOn(),
        waitingFor,
        "",
        problem,
        part.name().equals("grafana") && up ? "http://127.0.0.1:3000/" : "");
  }

  private static Stack withServices(StackState state, List<ServiceStatus> services) {
    boolean up = services.stream().anyMatch(service -> service.startedAt() != null);
    return new Stack(
        LOCAL_AI,
        "Local AI",
        "Language models, a database, a vector store and dashboards, on this machine",
        state,
        services,
        up ? NOW.minusSeconds(8040) : null);
  }

  /** Builds a stack from a running one. */
  public record Changed(Stack stack) {
    public Changed with(String name, ServiceState state) {
      return replace(name, state, null, List.of());
    }

    public Changed waiting(String name, String... dependencies) {
      return replace(name, ServiceState.WAITING, null, List.of(dependencies));
    }

    public Changed failed(String name, Problem problem) {
      return replace(name, ServiceState.FAILED, problem, List.of());
    }

    private Changed replace(
        String name, ServiceState state, @Nullable Problem problem, List<String> waitingFor) {
      List<ServiceStatus> services = new ArrayList<>(stack.services());
      services.replaceAll(service -> {
        Part part =
            PARTS.stream()
                .filter(candidate -> candidate.name().equals(service.name()))
                .findFirst()
                .orElseThrow();
        return service.name().equals(name) ? service(part, state, problem, waitingFor) : service;
      });
      return new Changed(withServices(stack.state(), services));
    }
  }
}
