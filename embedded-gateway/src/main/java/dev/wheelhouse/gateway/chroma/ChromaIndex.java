// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.chroma;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.credential.KeyRing;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.failure.FailureKind;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.json.JsonFault;
import dev.wheelhouse.gateway.limit.GatewayLimits;
import dev.wheelhouse.gateway.upstream.BaseAddress;
import dev.wheelhouse.gateway.upstream.CallScope;
import dev.wheelhouse.gateway.upstream.HttpUpstream;
import dev.wheelhouse.gateway.upstream.UpstreamClient;
import dev.wheelhouse.gateway.upstream.UpstreamFailures;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.OkHttpClient;
import okhttp3.Response;

/**
 * Vectors in a Chroma, by its HTTP interface (version 2). Vectors of different models stand in
 * collections of their own, as they cannot be compared. Every call blocks, for a bounded time.
 */
public final class ChromaIndex implements AutoCloseable {
  private static final String COLLECTIONS =
      "/api/v2/tenants/default_tenant/databases/default_database/collections";
  private static final String SCOPE = "scope";
  private static final String POINTER = "pointer";
  private static final String AT = "at";
  private static final int DEPTH = 16;
  private static final int LARGEST = 64 << 20;
  private static final int PAGE = 300;

  private final ChromaConfig config;
  private final OkHttpClient client;
  private final HttpUpstream http;
  private final Map<String, String> ids = new ConcurrentHashMap<>();

  /**
   * A vector that is kept.
   *
   * @param id of what was asked: the same question takes the place of the one before
   * @param scope only what has the same one is ever compared
   * @param pointer leads to what was answered
   */
  public record Entry(String id, String scope, String pointer, Instant at) {}

  /**
   * A vector near the one that was looked for.
   *
   * @param similarity the cosine of the angle between both
   */
  public record Match(String pointer, double similarity) {}

  /** What was written, and when: all that is needed to forget the oldest. */
  private record Written(String id, long at) {}

  /**
   * Connects when it is first needed.
   *
   * @param patience for one call
   */
  public ChromaIndex(ChromaConfig config, Duration patience) {
    this.config = config;
    this.client =
        UpstreamClient.create(GatewayLimits.defaults())
            .newBuilder()
            .connectTimeout(patience)
            .callTimeout(patience)
            .build();
    this.http =
        new HttpUpstream(
            "chroma",
            BaseAddress.of(config.address()),
            HttpUpstream.Access.bearer(KeyRing.of(config.token())),
            new Json(DEPTH, LARGEST),
            client);
  }

  /** The nearest vectors of this model and scope that are not older, the nearest one first. */
  public List<Match> nearest(
      String model, float[] vector, String scope, Instant notBefore, int most) throws ApiFailure {
    ObjectNode query = Json.newObject().put("n_results", most);
    query.putArray("query_embeddings").add(numbers(vector));
    ArrayNode both = query.putObject("where").putArray("$and");
    both.addObject().putObject(SCOPE).put("$eq", scope);
    both.addObject().putObject(AT).put("$gt", notBefore.getEpochSecond());
    query.putArray("include").add("embeddings").add("metadatas");
    JsonNode answer = in(model, "/query", query);
    List<Match> matches = new ArrayList<>();
    JsonNode found = answer.path("metadatas").path(0);
    for (int i = 0; i < found.size(); i++) {
      JsonNode kept = found.get(i);
      // whatever the server thinks of our filter and of distances, only this counts
      if (Json.text(kept, SCOPE).equals(scope)
          && kept.path(AT).asLong() > notBefore.getEpochSecond()) {
        double similarity = cosine(vector, answer.path("embeddings").path(0).path(i));
        matches.add(new Match(Json.text(kept, POINTER), similarity));
      }
    }
    matches.sort(Comparator.comparingDouble(Match::similarity).reversed());
    return matches;
  }

  /** Keeps a vector. */
  public void put(String model, float[] vector, Entry entry) throws ApiFailure {
    ObjectNode body = Json.newObject();
    body.putArray("ids").add(entry.id());
    body.putArray("embeddings").add(numbers(vector));
    body.putArray("metadatas")
        .addObject()
        .put(SCOPE, entry.scope())
        .put(POINTER, entry.pointer())
        .put(AT, entry.at().getEpochSecond());
    in(model, "/upsert", body);
  }

  /**
   * Forgets what is older than this and, of the rest, the oldest until so many are left.
   *
   * @return how many are left
   */
  public int trim(String model, Instant notBefore, int most) throws ApiFailure {
    List<Written> all = new ArrayList<>();
    JsonNode ids;
    do {
      ObjectNode page = Json.newObject().put("limit", PAGE).put("offset", all.size());
      page.putArray("include").add("metadatas");
      JsonNode answer = in(model, "/get", page);
      ids = answer.path("ids");
      for (int i = 0; i < ids.size(); i++) {
        long at = answer.path("metadatas").path(i).path(AT).asLong();
        all.add(new Written(ids.get(i).asText(), at));
      }
    } while (ids.size() == PAGE);
    all.sort(Comparator.comparingLong(Written::at).reversed());
    List<String> gone = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if (i >= most || all.get(i).at() <= notBefore.getEpochSecond()) {
        gone.add(all.get(i).id());
      }
    }
    for (int from = 0; from < gone.size(); from += PAGE) {
      ObjectNode body = Json.newObject();
      ArrayNode list = body.putArray("ids");
      gone.subList(from, Math.min(gone.size(), from + PAGE)).forEach(list::add);
      in(model, "/delete", body);
    }
    return all.size() - gone.size();
  }

  /** Where it is, for people. */
  public String place() {
    return http.base().display();
  }

  @Override
  public void close() {
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }

  /** Asks a collection; one that is gone, as after a restore, is made anew. */
  private JsonNode in(String model, String path, ObjectNode body) throws ApiFailure {
    try {
      return post(COLLECTIONS + "/" + collection(model) + path, body);
    } catch (ApiFailure failure) {
      if (failure.kind() != FailureKind.MODEL_NOT_FOUND) {
        throw failure;
      }
      ids.remove(model);
      return post(COLLECTIONS + "/" + collection(model) + path, body);
    }
  }

  private String collection(String model) throws ApiFailure {
    String known = ids.get(model);
    if (known != null) {
      return known;
    }
    ObjectNode wanted =
        Json.newObject().put("name", config.collection() + "-" + model).put("get_or_create", true);
    String id = Json.text(post(COLLECTIONS, wanted), "id");
    if (id.isEmpty()) {
      throw UpstreamFailures.unusable(http.name(), "it names no collection");
    }
    String encoded = URLEncoder.encode(id, StandardCharsets.UTF_8);
    ids.put(model, encoded);
    return encoded;
  }

  private JsonNode post(String path, ObjectNode body) throws ApiFailure {
    CallScope scope = new CallScope();
    try (Response response = http.post(path, Json.bytes(body), "application/json", scope)) {
      return http.json().object(http.wholeBody(response, scope));
    } catch (JsonFault e) {
      throw UpstreamFailures.unusable(http.name(), String.valueOf(e.getMessage()));
    } catch (ApiFailure failure) {
      // a question that it cannot use is our fault, not that of the one who asked
      throw failure.kind() == FailureKind.UPSTREAM_REFUSED
          ? UpstreamFailures.unusable(http.name(), failure.causeText())
          : failure;
    } catch (ClientGone e) {
      throw new IllegalStateException("nobody cancels this call", e);
    }
  }

  private static ArrayNode numbers(float[] vector) {
    ArrayNode numbers = Json.newArray();
    for (float number : vector) {
      numbers.add(number);
    }
    return numbers;
  }

  /** -1 for what cannot be compared. */
  static double cosine(float[] one, JsonNode other) {
    if (other.size() != one.length) {
      return -1;
    }
    double product = 0;
    double ones = 0;
    double others = 0;
    for (int i = 0; i < one.length; i++) {
      double number = other.get(i).asDouble();
      product += one[i] * number;
      ones += (double) one[i] * one[i];
      others += number * number;
    }
    double lengths = Math.sqrt(ones) * Math.sqrt(others);
    return lengths > 0 ? product / lengths : -1;
  }
}
