// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.admission.Admission;
import dev.wheelhouse.gateway.cache.AnswerCache;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.http.Access;
import dev.wheelhouse.gateway.http.Endpoint;
import dev.wheelhouse.gateway.http.ErrorForm;
import dev.wheelhouse.gateway.http.Exchange;
import dev.wheelhouse.gateway.json.Json;
import java.util.Set;

/** {@code GET /api/db/cache/stats}: what the cache did since the gateway started. */
final class CacheStatsEndpoint implements Endpoint {
  private final Admission admission;
  private final ErrorForm errors;

  /** Shows the cache of this gate; failures in this form. */
  CacheStatsEndpoint(Admission admission, ErrorForm errors) {
    this.admission = admission;
    this.errors = errors;
  }

  @Override
  public String path() {
    return "/api/db/cache/stats";
  }

  @Override
  public Set<String> methods() {
    return Set.of("GET");
  }

  @Override
  public Access access() {
    return Access.INTERNAL;
  }

  @Override
  public ErrorForm errors() {
    return errors;
  }

  @Override
  public void handle(Exchange exchange) throws ClientGone {
    AnswerCache.Stats stats = admission.cache().stats();
    ObjectNode body =
        Json.newObject()
            .put("enabled", stats.on())
            .put("hits", stats.hits())
            .put("shared_hits", stats.sharedHits())
            .put("misses", stats.misses())
            .put("hit_rate", stats.hitRate())
            .put("stored", stats.stored())
            .put("evicted", stats.evicted())
            .put("entries", stats.entries())
            .put("bytes", stats.bytes())
            .put("max_bytes", stats.maxBytes())
            .put("saved_tokens", stats.savedTokens());
    ObjectNode similar =
        body.putObject("similar")
            .put("enabled", admission.similar().on())
            .put("hits", stats.similarHits());
    admission
        .similar()
        .counts()
        .each((result, count) -> {
          if (!result.equals("hit")) {
            similar.put(result, count);
          }
        });
    similar.put("notice", admission.similar().notice());
    exchange.sendJson(body);
  }
}
