// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import dev.wheelhouse.gateway.admission.Admission;
import dev.wheelhouse.gateway.admission.LimitRules;
import dev.wheelhouse.gateway.api.admin.CacheEndpoints;
import dev.wheelhouse.gateway.api.admin.HealthEndpoint;
import dev.wheelhouse.gateway.api.admin.HealthReport;
import dev.wheelhouse.gateway.api.admin.HealthReportEndpoint;
import dev.wheelhouse.gateway.api.admin.MetricsEndpoint;
import dev.wheelhouse.gateway.api.data.LogEndpoints;
import dev.wheelhouse.gateway.api.dwa.DwaEndpoints;
import dev.wheelhouse.gateway.api.live.LiveEndpoint;
import dev.wheelhouse.gateway.api.live.LiveRoute;
import dev.wheelhouse.gateway.api.live.LiveStatistics;
import dev.wheelhouse.gateway.api.openai.OpenAiErrors;
import dev.wheelhouse.gateway.api.store.ModelStoreEndpoint;
import dev.wheelhouse.gateway.cache.AnswerCache;
import dev.wheelhouse.gateway.cache.CacheRules;
import dev.wheelhouse.gateway.cache.CacheStore;
import dev.wheelhouse.gateway.cache.RedisCacheStore;
import dev.wheelhouse.gateway.cache.SimilarRules;
import dev.wheelhouse.gateway.http.Drain;
import dev.wheelhouse.gateway.http.Endpoint;
import dev.wheelhouse.gateway.http.ErrorForm;
import dev.wheelhouse.gateway.http.Exposure;
import dev.wheelhouse.gateway.http.HttpServer;
import dev.wheelhouse.gateway.http.ModelRequests;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.key.Callers;
import dev.wheelhouse.gateway.key.ClientKeys;
import dev.wheelhouse.gateway.key.JwtRules;
import dev.wheelhouse.gateway.key.JwtVerifier;
import dev.wheelhouse.gateway.key.ModelNames;
import dev.wheelhouse.gateway.limit.GatewayLimits;
import dev.wheelhouse.gateway.limit.LimitStore;
import dev.wheelhouse.gateway.limit.MemoryLimitStore;
import dev.wheelhouse.gateway.limit.RedisLimitStore;
import dev.wheelhouse.gateway.log.LogConfig;
import dev.wheelhouse.gateway.log.store.RequestLogs;
import dev.wheelhouse.gateway.redis.RedisLink;
import dev.wheelhouse.gateway.route.Catalogue;
import dev.wheelhouse.gateway.route.ChatRelay;
import dev.wheelhouse.gateway.route.Pools;
import dev.wheelhouse.gateway.route.RouteReports;
import dev.wheelhouse.gateway.route.RouteSources;
import dev.wheelhouse.gateway.route.Router;
import dev.wheelhouse.gateway.route.Upstreams;
import dev.wheelhouse.gateway.route.WarmWatch;
import dev.wheelhouse.gateway.route.pool.RouteConfig;
import dev.wheelhouse.gateway.route.report.RouteExplanation;
import dev.wheelhouse.gateway.route.report.RouteStatus;
import dev.wheelhouse.gateway.telemetry.GatewayMetrics;
import dev.wheelhouse.gateway.telemetry.RequestObserver;
import dev.wheelhouse.gateway.timer.Timers;
import dev.wheelhouse.gateway.trace.TraceConfig;
import dev.wheelhouse.gateway.trace.Tracing;
import dev.wheelhouse.gateway.websocket.WebSocketRoute;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running LLM gateway: one local address and token in front of every model the user has. Safe for
 * use from any thread.
 */
public final class Gateway implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  private final Instant startedAt = Instant.now();
  private final GatewayMetrics metrics = new GatewayMetrics();
  private final RequestLogs requestLogs;
  private final Tracing tracing = new Tracing();
  private final Upstreams upstreams = new Upstreams(metrics);
  private final Timers timers = new Timers();
  private final Drain drain = new Drain();
  private final Admission admission;
  private final Clock clock;
  private final Callers callers;
  private final UpstreamFactory factory;
  private final Pools pools;
  private final WarmWatch warm;
  private final RouteReports reports;
  private final ChatRelay relay;
  private final HttpServer server;

  private Gateway(GatewayConfig config, Exposure exposure, RouteSources sources)
      throws IOException {
    requestLogs = new RequestLogs(sources.clock(), config.token());
    metrics.watchLog(requestLogs::dropped, requestLogs::queued);
    Json json = new Json(config.limits().maxJsonDepth(), config.limits().maxBodyBytes());
    clock = sources.clock();
    callers = new Callers(config.token());
    factory = new UpstreamFactory(config.limits(), json, sources.clock());
    pools = new Pools(upstreams, sources.clock());
    Catalogue catalogue = new Catalogue(upstreams, pools);
    admission = new Admission(clock, new OwnEmbedder(catalogue, timers));
    metrics.watchSimilar(admission.similar().counts()::each);
    warm = new WarmWatch(pools, timers);
    reports = new RouteReports(catalogue, upstreams, pools, sources.clock());
    Router router = new Router(catalogue, upstreams, pools, sources);
    relay = new ChatRelay(router, admission, config.limits(), metrics, timers);
    ModelRequests requests = new ModelRequests(json);
    OpenAiErrors errors = new OpenAiErrors();
    List<Endpoint> endpoints = DialectEndpoints.all(relay, requests, catalogue, upstreams, json);
    server =
        HttpServer.start(
            new HttpServer.Setup(
                exposure,
                config.port(),
                callers,
                config.allowedOrigins(),
                config.limits(),
                Stream.concat(endpoints.stream(), ownEndpoints(json, errors, sources.clock()))
                    .toList(),
                errors,
                RequestObserver.both(tracing, requestLogs),
                List.of(live(requests, json, sources.clock())),
                drain),
            metrics,
            timers);
  }

  /** What belongs to the gateway itself and to no dialect. */
  private Stream<Endpoint> ownEndpoints(Json json, ErrorForm errors, Clock clock) {
    HealthReport report = new HealthReport(upstreams, requestLogs, admission, clock);
    return Stream.of(
            LogEndpoints.all(requestLogs, json, clock),
            ModelStoreEndpoint.all(upstreams, json),
            DwaEndpoints.all(reports, errors),
            CacheEndpoints.all(admission, errors),
            List.<Endpoint>of(
                new LiveEndpoint(errors),
                new HealthEndpoint("/healthz", drain, errors),
                new HealthEndpoint("/health", drain, errors),
                new HealthReportEndpoint(report, errors),
                new MetricsEndpoint(metrics, errors)))
        .flatMap(List::stream);
  }

  private WebSocketRoute live(ModelRequests requests, Json json, Clock clock) {
    return new LiveRoute(
        new LiveRoute.Parts(
            relay,
            requests,
            json,
            timers,
            RequestObserver.both(tracing, requestLogs),
            new LiveStatistics(metrics, upstreams, clock)));
  }

  /**
   * Starts a gateway. It answers when this returns; its upstreams are asked for their models in the
   * background.
   *
   * @throws GatewayException when the port is taken or the server cannot start
   */
  public static Gateway start(GatewayConfig config) {
    return start(config, RouteSources.system());
  }

  /** The same, listening where {@code exposure} says; the token is required all the same. */
  public static Gateway start(GatewayConfig config, Exposure exposure) {
    return start(config, exposure, RouteSources.system());
  }

  /** The same with a clock for limits, the cache and routing. */
  static Gateway start(GatewayConfig config, Clock clock) {
    return start(config, RouteSources.at(clock));
  }

  /** The same with all that a test can give. */
  static Gateway start(GatewayConfig config, RouteSources sources) {
    return start(config, Exposure.loopback(config.address()), sources);
  }

  private static Gateway start(GatewayConfig config, Exposure exposure, RouteSources sources) {
    String host = exposure.address().getHostAddress();
    Gateway gateway;
    try {
      gateway = new Gateway(config, exposure, sources);
    } catch (BindException e) {
      // an address that this machine does not have fails with the same exception
      if (String.valueOf(e.getMessage()).contains("assign")) {
        throw startFailed(host, e);
      }
      throw new GatewayException(
          GatewayException.Kind.PORT_TAKEN,
          "Port %d on %s is taken by another process.".formatted(config.port(), host),
          e);
    } catch (IOException e) {
      throw startFailed(host, e);
    }
    gateway.update(config.upstreams());
    gateway.tracing.configureFrom(System.getenv());
    gateway.upstreams.startProbing();
    LOG.info("gateway listens on {}", gateway.baseUri());
    return gateway;
  }

  private static GatewayException startFailed(String host, IOException e) {
    return new GatewayException(
        GatewayException.Kind.START_FAILED, "The gateway cannot listen on %s.".formatted(host), e);
  }

  /**
   * Tests an upstream before it is put to use: it must name its models, and one of them must answer
   * a word with one token. Needs no running gateway; blocks for seconds, at most for some minutes.
   */
  public static UpstreamVerdict test(UpstreamConfig config) {
    GatewayLimits limits = GatewayLimits.defaults();
    Json json = new Json(limits.maxJsonDepth(), limits.maxBodyBytes());
    try (UpstreamFactory factory = new UpstreamFactory(limits, json, Clock.systemUTC())) {
      return UpstreamTrial.each(config, one -> factory.create(List.of(one)).getFirst().provider());
    }
  }

  /** The port it listens on. */
  public int port() {
    return server.port();
  }

  /** Where clients reach it, without a path. */
  public URI baseUri() {
    return server.uri();
  }

  /**
   * Puts other upstreams in place. Streams under way keep theirs; an upstream whose configuration
   * did not change keeps its health and counters.
   *
   * @throws GatewayException when two upstreams have one name; then nothing changes
   */
  public void update(List<UpstreamConfig> configs) {
    GatewayConfig.requireUniqueNames(configs);
    upstreams.replace(factory.create(configs));
  }

  /** Honours these client keys beside the owner's token, from the next request on. */
  public void keys(ClientKeys keys) {
    callers.keys(keys);
  }

  /**
   * Lets web pages of these origins call from the next request on, and no others.
   *
   * @throws GatewayException when one of them is no origin; then nothing changes
   */
  public void origins(Set<String> allowed) {
    allowed.forEach(GatewayConfig::requireOrigin);
    server.origins(allowed);
  }

  /** Honours signed tokens of users too, from the next request on; empty for none. */
  public void tokens(Optional<JwtRules> rules) {
    callers.tokens(rules.map(given -> new JwtVerifier(given, clock)).orElse(null));
  }

  /** Shares limits and answers through this Redis, whose link its opener closes; empty: alone. */
  public void share(Optional<RedisLink> redis) {
    admission.limitStore(
        redis.<LimitStore>map(RedisLimitStore::new).orElseGet(MemoryLimitStore::new));
    admission.cache().shared(redis.<CacheStore>map(RedisCacheStore::new).orElse(CacheStore.NONE));
  }

  /** What the cache did since the start. */
  public AnswerCache.Stats cacheStats() {
    return admission.cache().stats();
  }

  /** Forgets every kept answer; returns how many there were. */
  public long clearCache() {
    return admission.clearCache("*");
  }

  /** Puts other rules for the cache in place, from the next request on. */
  public void cache(CacheRules rules) {
    admission.cache().rules(rules);
  }

  /** Gives the cache's answers to similar questions too, by these rules, while it is on. */
  public void similar(SimilarRules rules) {
    admission.similar().rules(rules);
  }

  /** What keeps similar questions from being found; empty when nothing does. */
  public String cacheNotice() {
    return admission.similar().notice();
  }

  /** Puts limits of models and prices in place, from the next request on. */
  public void limits(LimitRules rules) {
    admission.limits(rules);
  }

  /**
   * Logs requests so from now on; off at first.
   *
   * @throws dev.wheelhouse.gateway.log.LogFailure when the store cannot be opened; then nothing
   *     changes
   */
  public void log(LogConfig config) {
    requestLogs.configure(config);
  }

  /**
   * Sends traces so from now on. At first as the variables {@code OTEL_EXPORTER_OTLP_ENDPOINT} and
   * its kin say, and so usually none.
   */
  public void trace(TraceConfig config) {
    tracing.configure(config);
  }

  /** The log of requests: questions, feedback, export, size, clearing. */
  public RequestLogs requests() {
    return requestLogs;
  }

  /**
   * Routes models so from now on: names that stand for several targets, how one of them is chosen,
   * when one is left alone. Pools that did not change keep what they know.
   */
  public void routes(RouteConfig config) {
    pools.replace(config);
  }

  /** The weights, averages and state of every target now. */
  public RouteStatus routes() {
    return reports.status();
  }

  /** Where a request for this model would go now, and why; nothing is sent and nothing changes. */
  public RouteExplanation explain(String model) {
    return explain(model, ModelNames.ALL);
  }

  /** The same for a client that may only ask for these models. */
  public RouteExplanation explain(String model, ModelNames granted) {
    return reports.explain(model, granted);
  }

  /** Forgets all averages, breakers and conversations, as if no target had ever been asked. */
  public void resetRoutes() {
    reports.reset();
  }

  /** Health and counters now. */
  public GatewayStatus status() {
    return new GatewayStatus(
        baseUri(),
        startedAt,
        metrics.requestsInFlight(),
        upstreams.all().stream().map(GatewayStatus.UpstreamStatus::of).toList());
  }

  /**
   * Takes no new requests from now on (they are refused with 503), waits until those under way have
   * ended, at most for this long, and closes.
   *
   * @return how many requests to models had to be cut off
   */
  public int drain(Duration atMost) {
    drain.begin();
    LOG.info("no new requests; {} under way", relay.underWay());
    drain.await(() -> metrics.requestsInFlight() + relay.underWay(), atMost);
    int cut = relay.underWay();
    close();
    return cut;
  }

  /** Stops: streams under way end with an error that says so. */
  @Override
  public void close() {
    relay.close();
    server.close();
    warm.close();
    admission.similar().close();
    upstreams.close();
    factory.close();
    timers.close();
    requestLogs.close();
    tracing.close();
    LOG.info("gateway stopped");
  }
}
