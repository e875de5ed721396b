// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.FailureKind;
import dev.wheelhouse.gateway.http.Exchange;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.route.Upstream;
import dev.wheelhouse.gateway.route.Upstreams;
import dev.wheelhouse.gateway.upstream.CallScope;
import dev.wheelhouse.gateway.upstream.CancelReason;
import dev.wheelhouse.gateway.upstream.HttpUpstream;
import java.util.Comparator;
import java.util.List;

/**
 * The Ollama on this machine whose models are changed: the one that the request names as {@code
 * upstream/model}, else the first usable one. Others are never asked for that.
 */
final class LocalOllama {
  private static final List<String> NAMES = List.of("model", "name", "source", "destination");

  private final Upstreams upstreams;

  LocalOllama(Upstreams upstreams) {
    this.upstreams = upstreams;
  }

  /** The upstream for a request about models, whose names become those that it knows. */
  HttpUpstream of(ObjectNode request) throws ApiFailure {
    for (Upstream upstream : local()) {
      String prefix = upstream.name() + "/";
      boolean named = false;
      for (String field : NAMES) {
        String name = Json.text(request, field);
        if (name.startsWith(prefix)
            && upstream.model(name.substring(prefix.length())).isPresent()) {
          request.put(field, name.substring(prefix.length()));
          named = true;
        }
      }
      if (named) {
        return store(upstream);
      }
    }
    return any();
  }

  /** The upstream for what names no model. */
  HttpUpstream any() throws ApiFailure {
    return store(
        local().stream()
            .min(Comparator.comparing(upstream -> !upstream.health().usable()))
            .orElseThrow(() ->
                ApiFailure.of(
                    FailureKind.NO_UPSTREAM,
                    "Models are changed only at an Ollama on this machine, and none is set up.",
                    "Start Ollama here, or change the models where they are.")));
  }

  /** Refuses names that the caller's key does not open. */
  static void requireAllowed(Exchange exchange, ObjectNode request) throws ApiFailure {
    for (String field : NAMES) {
      String name = Json.text(request, field);
      if (!name.isEmpty()) {
        exchange.caller().requireModel(name);
      }
    }
  }

  /** A scope that ends when the client leaves; only once its request has arrived. */
  static void watch(Exchange exchange, CallScope scope) {
    exchange.onClientGone(() -> scope.cancel(new CancelReason.ClientLeft()));
  }

  private List<Upstream> local() {
    return upstreams.all().stream()
        .filter(upstream -> upstream.provider().modelStore().isPresent())
        .toList();
  }

  private static HttpUpstream store(Upstream upstream) {
    return upstream.provider().modelStore().orElseThrow();
  }
}
