// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.http;

import dev.wheelhouse.gateway.connection.ClientWatch;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.failure.FailureKind;
import dev.wheelhouse.gateway.key.Caller;
import dev.wheelhouse.gateway.limit.GatewayLimits;
import dev.wheelhouse.gateway.telemetry.GatewayMetrics;
import dev.wheelhouse.gateway.telemetry.RequestObserver;
import dev.wheelhouse.gateway.telemetry.RequestScope;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every request passes here, in this order: Host, Origin, token, path, method, content type,
 * endpoint. This is the border where an unexpected exception becomes an answer.
 */
final class Dispatcher implements Handler {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
  private static final String UNKNOWN_ROUTE = "other";
  private static final HeaderName TRACE_PARENT = HeaderNames.create("traceparent");

  private final Map<String, Endpoint> byPath;
  private final List<Endpoint> below;
  private final Guards guards;
  private final GatewayLimits limits;
  private final GatewayMetrics metrics;
  private final RequestObserver observer;

  /** All checks that come before an endpoint. */
  record Guards(
      HostGuard host, OriginGuard origin, TokenGuard token, Drain drain, ErrorForm errors) {
    /** The same checks for what is not answered here; empty for nobody. */
    Optional<Caller> admit(Function<String, List<String>> headers) {
      try {
        if (drain.begun() || !host.allows(headers.apply("Host"))) {
          return Optional.empty();
        }
        origin.check(headers.apply("Origin"));
        return Optional.of(
            token.check(name -> headers.apply(name).stream().findFirst().orElse("")));
      } catch (ApiFailure refused) {
        return Optional.empty();
      }
    }
  }

  Dispatcher(
      List<Endpoint> endpoints,
      Guards guards,
      GatewayLimits limits,
      GatewayMetrics metrics,
      RequestObserver observer) {
    this.byPath = endpoints.stream().collect(Collectors.toMap(Endpoint::path, e -> e));
    this.below = endpoints.stream().filter(e -> e.path().endsWith("/*")).toList();
    this.guards = guards;
    this.limits = limits;
    this.metrics = metrics;
    this.observer = observer;
  }

  /** Who may open a WebSocket with these headers; empty for nobody. */
  Optional<Caller> admit(Function<String, List<String>> headers) {
    return guards.admit(headers);
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) {
    Optional<Endpoint> endpoint = find(request.prologue().uriPath().rawPath());
    ErrorForm errors = endpoint.map(Endpoint::errors).orElse(guards.errors());
    String traceParent = request.headers().first(TRACE_PARENT).orElse("");
    String route = endpoint.map(Endpoint::path).orElse(UNKNOWN_ROUTE);
    RequestScope scope = new RequestScope(route, traceParent);
    Exchange exchange = new Exchange(request, response, errors, limits, scope);
    scope.run(() -> handle(exchange, endpoint, scope));
  }

  private void handle(Exchange exchange, Optional<Endpoint> endpoint, RequestScope scope) {
    metrics.requestStarted();
    observer.started(scope);
    try {
      answer(exchange, endpoint);
    } catch (ClientGone e) {
      throw new CloseConnectionException("the client has gone");
    } finally {
      ClientWatch.current().answered(exchange.closesConnection());
      scope.ended(exchange.status());
      if (endpoint.isPresent() && endpoint.get().logged()) {
        observer.ended(scope);
      }
      metrics.requestEnded(scope.route(), exchange.status());
    }
  }

  private void answer(Exchange exchange, Optional<Endpoint> endpoint) throws ClientGone {
    try {
      checkAndHandle(exchange, endpoint);
    } catch (ApiFailure failure) {
      exchange.fail(failure);
    } catch (CloseConnectionException e) {
      throw new ClientGone(); // in the middle of its request
    } catch (RuntimeException e) {
      LOG.error("a request to {} failed", endpoint.map(Endpoint::path).orElse(UNKNOWN_ROUTE), e);
      exchange.fail(
          ApiFailure.of(
              FailureKind.INTERNAL,
              "The gateway failed on this request.",
              "Its log says why; please report it."));
    }
  }

  private void checkAndHandle(Exchange exchange, Optional<Endpoint> found)
      throws ApiFailure, ClientGone {
    if (!guards.host().allows(exchange.headers("Host"))) {
      throw guards.host().refusal();
    }
    guards.origin().check(exchange.headers("Origin"));
    boolean crossOrigin = found.isPresent() && found.get().access() == Access.CLIENT;
    if (crossOrigin) {
      Cors.allow(exchange);
    }
    if (crossOrigin && Cors.isPreflight(exchange)) {
      Cors.answerPreflight(exchange, found.get().methods());
      return;
    }
    if (found.isEmpty() || found.get().access() != Access.OPEN) {
      exchange.caller(guards.token().check(exchange::header));
    }
    Endpoint endpoint = found.orElseThrow(Dispatcher::noSuchPath);
    if (endpoint.access() != Access.OPEN) {
      exchange.caller().require(endpoint.scope());
    }
    if (guards.drain().begun() && endpoint.access() == Access.CLIENT) {
      exchange.endConnection();
      throw guards.drain().refusal();
    }
    checkMethod(exchange, endpoint);
    if (endpoint.takesJson()) {
      ContentTypes.check(exchange);
    }
    endpoint.handle(exchange);
  }

  private Optional<Endpoint> find(String rawPath) {
    Endpoint exact = byPath.get(rawPath);
    return exact != null
        ? Optional.of(exact)
        : below.stream().filter(e -> isBelow(e.path(), rawPath)).findFirst();
  }

  private static boolean isBelow(String pattern, String rawPath) {
    int prefix = pattern.length() - 1;
    return rawPath.length() > prefix && rawPath.startsWith(pattern.substring(0, prefix));
  }

  private static ApiFailure noSuchPath() {
    return ApiFailure.of(
        FailureKind.NOT_FOUND,
        "The gateway has nothing at this path.",
        "It serves OpenAI's and Anthropic's APIs under /v1 and Ollama's under /api.");
  }

  private static void checkMethod(Exchange exchange, Endpoint endpoint) throws ApiFailure {
    if (!endpoint.methods().contains(exchange.method())) {
      String allowed = String.join(", ", endpoint.methods().stream().sorted().toList());
      exchange.answerHeader("Allow", allowed);
      throw ApiFailure.of(
          FailureKind.METHOD_NOT_ALLOWED,
          "This path does not know the method.",
          "It knows " + allowed + ".");
    }
  }
}
