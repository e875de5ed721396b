// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import dev.wheelhouse.gateway.admission.Admission;
import dev.wheelhouse.gateway.cache.AnswerCache;
import dev.wheelhouse.gateway.credential.KeyStatus;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.log.LogFailure;
import dev.wheelhouse.gateway.log.LogSize;
import dev.wheelhouse.gateway.log.store.RequestLogs;
import dev.wheelhouse.gateway.route.Upstream;
import dev.wheelhouse.gateway.route.UpstreamHealth;
import dev.wheelhouse.gateway.route.Upstreams;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** How the gateway and what it needs are doing, part by part. */
public final class HealthReport {
  private static final String STATUS = "status";
  private static final double MEMORY_WARNING = 0.95;

  private final Clock clock;
  private final Instant startedAt;
  private final Map<String, Supplier<ObjectNode>> parts = new LinkedHashMap<>();

  /** A report on these. */
  public HealthReport(Upstreams upstreams, RequestLogs logs, Admission admission, Clock clock) {
    this.clock = clock;
    this.startedAt = clock.instant();
    parts.put("database", () -> database(logs));
    parts.put("cache", () -> cache(admission));
    parts.put("dwa", () -> weights(upstreams));
    parts.put("providers", () -> providers(upstreams));
    parts.put("cpu", HealthReport::processor);
    parts.put("memory", HealthReport::memory);
  }

  /** The report now. Its status is that of the worst part. */
  public ObjectNode now() {
    ObjectNode body = Json.newObject();
    body.put(STATUS, "healthy");
    body.put("timestamp", clock.instant().toString());
    body.put("uptime_seconds", Duration.between(startedAt, clock.instant()).toSeconds());
    for (var part : parts.entrySet()) {
      ObjectNode report = part.getValue().get();
      body.set(part.getKey(), report);
      String worst = worse(Json.text(body, STATUS), Json.text(report, STATUS));
      body.put(STATUS, worst);
    }
    return body;
  }

  /** A part that says no more than how it is. */
  public static ObjectNode status(String status) {
    return Json.newObject().put(STATUS, status);
  }

  private static String worse(String one, String other) {
    for (String each : new String[] {"unhealthy", "degraded"}) {
      if (one.equals(each) || other.equals(each)) {
        return each;
      }
    }
    return "healthy";
  }

  private static ObjectNode database(RequestLogs logs) {
    try {
      LogSize size = logs.size();
      String works = size.store().equals("off") ? "disabled" : "healthy";
      // requests are answered all the same
      ObjectNode report = status(logs.failing() ? "degraded" : works);
      tell(report, logs);
      return report
          .put("store", size.store())
          .put("requests", size.entries())
          .put("bytes", size.bytes())
          .put("dropped", size.dropped());
    } catch (LogFailure e) {
      ObjectNode report = status("degraded").put("error", String.valueOf(e.getMessage()));
      tell(report, logs);
      return report;
    }
  }

  private static void tell(ObjectNode report, RequestLogs logs) {
    ArrayNode notices = report.putArray("notices");
    logs.notices().forEach(notices::add);
  }

  private static ObjectNode cache(Admission admission) {
    AnswerCache.Stats stats = admission.cache().stats();
    String notice = admission.similar().notice();
    // requests are answered all the same
    String works = stats.on() && !notice.isEmpty() ? "degraded" : "healthy";
    ObjectNode report = status(stats.on() ? works : "disabled");
    if (!notice.isEmpty()) {
      report.putArray("notices").add(notice);
    }
    return report
        .put("entries", stats.entries())
        .put("bytes", stats.bytes())
        .put("hit_rate", stats.hitRate());
  }

  private static ObjectNode weights(Upstreams upstreams) {
    long usable = upstreams.all().stream().filter(u -> u.health().usable()).count();
    return status(usable > 0 ? "healthy" : "degraded").put("active_providers", usable);
  }

  private static ObjectNode providers(Upstreams upstreams) {
    long usable = upstreams.all().stream().filter(u -> u.health().usable()).count();
    boolean none = usable == 0 && !upstreams.all().isEmpty();
    boolean some = usable < upstreams.all().size();
    ObjectNode report = status(none ? "unhealthy" : some ? "degraded" : "healthy");
    ObjectNode each = report.putObject("providers");
    for (Upstream upstream : upstreams.all()) {
      ObjectNode one =
          each.putObject(upstream.name())
              .put(STATUS, name(upstream.health()))
              .put("provider", upstream.provider().family())
              .put("models", upstream.models().size())
              .put("in_flight", upstream.inFlight());
      for (KeyStatus key : upstream.keys().status()) {
        ObjectNode shown = one.withArray("keys").addObject().put("key", key.label());
        shown.put(STATUS, key.state().name().toLowerCase(Locale.ROOT));
        key.until().ifPresent(until -> shown.put("until", until.toString()));
      }
    }
    return report;
  }

  private static String name(UpstreamHealth health) {
    return health
        .getClass()
        .getSimpleName()
        .replaceAll("(?<=.)([A-Z])", "_$1")
        .toLowerCase(Locale.ROOT);
  }

  private static ObjectNode processor() {
    ObjectNode report = status("healthy").put("cores", Runtime.getRuntime().availableProcessors());
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      report.put("system_percent", percent(system.getCpuLoad()));
      report.put("process_percent", percent(system.getProcessCpuLoad()));
    }
    return report;
  }

  private static double percent(double part) {
    return Math.round(Math.max(0, part) * 1000) / 10.0;
  }

  private static ObjectNode memory() {
    Runtime runtime = Runtime.getRuntime();
    long used = runtime.totalMemory() - runtime.freeMemory();
    boolean full = used > runtime.maxMemory() * MEMORY_WARNING;
    ObjectNode report =
        status(full ? "degraded" : "healthy")
            .put("heap_used_bytes", used)
            .put("heap_max_bytes", runtime.maxMemory());
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      report.put("system_total_bytes", system.getTotalMemorySize());
      report.put("system_free_bytes", system.getFreeMemorySize());
    }
    return report;
  }
}
