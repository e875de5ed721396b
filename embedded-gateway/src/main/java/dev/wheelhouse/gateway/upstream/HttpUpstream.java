// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.credential.KeyRing;
import dev.wheelhouse.gateway.credential.KeyTurn;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.failure.FailureKind;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.json.JsonFault;
import dev.wheelhouse.gateway.secret.Secret;
import dev.wheelhouse.gateway.telemetry.RequestScope;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP to one upstream. Sends only its own headers: nothing of the client's authorization or
 * cookies goes on. Every call blocks; use virtual threads.
 */
public final class HttpUpstream {
  private static final Logger LOG = LoggerFactory.getLogger(HttpUpstream.class);
  private static final int MAX_DISCOVERY_BYTES = 16 << 20;
  private static final int MAX_STALE_CONNECTIONS = 5;
  private static final int MAX_PREPARED = 256;
  private static final Duration DISCOVERY_TIMEOUT = Duration.ofSeconds(5);

  private final String name;
  private volatile BaseAddress base;
  private final KeyRing keys;
  private final Access access;
  private final Json json;
  private final OkHttpClient client;
  private final OkHttpClient discoveryClient;
  private final Map<String, Request> requests = new ConcurrentHashMap<>();

  /**
   * How the upstream lets us in.
   *
   * @param keys one or several; the one may be {@link Secret#none()}
   * @param header where it stands
   * @param prefix what stands before it
   * @param fixed headers that every request needs
   */
  public record Access(KeyRing keys, String header, String prefix, Map<String, String> fixed) {
    /** Copies the headers. */
    public Access {
      fixed = Map.copyOf(fixed);
    }

    /** The key in a header of its own. */
    public static Access header(String header, KeyRing keys) {
      return new Access(keys, header, "", Map.of());
    }

    /** The same, with headers that every request needs. */
    public Access with(Map<String, String> headers) {
      return new Access(keys, header, prefix, headers);
    }

    /** {@code Authorization: Bearer}. */
    public static Access bearer(KeyRing keys) {
      return new Access(keys, "Authorization", "Bearer ", Map.of());
    }
  }

  /** An upstream reached through the shared client. */
  public HttpUpstream(
      String name, BaseAddress base, Access access, Json json, OkHttpClient shared) {
    this.name = name;
    this.base = base;
    this.keys = access.keys();
    this.access = access;
    this.json = json;
    this.client = shared.newBuilder().dns(base.guarded(shared.dns())).build();
    this.discoveryClient = client.newBuilder().callTimeout(DISCOVERY_TIMEOUT).build();
  }

  /** The upstream's name in the configuration. */
  public String name() {
    return name;
  }

  /** Where it is. */
  public BaseAddress base() {
    return base;
  }

  /** The bounds that its JSON is read with. */
  public Json json() {
    return json;
  }

  /**
   * Posts a JSON body and hands over the successful answer as a stream; every other answer is a
   * failure. The caller closes the answer.
   */
  public Response post(String path, byte[] body, String accept, CallScope scope)
      throws ApiFailure, ClientGone {
    return post(path, body, accept, scope, Map.of());
  }

  /** The same, with headers of the client's that this upstream must see. */
  public Response post(
      String path, byte[] body, String accept, CallScope scope, Map<String, String> headers)
      throws ApiFailure, ClientGone {
    Request.Builder builder =
        keyed(request(path), scope.key()).header("Accept", accept).tag(CallScope.class, scope);
    headers.forEach(builder::header);
    String trace = RequestScope.current().outgoingTrace();
    if (!trace.isEmpty()) {
      builder.header("traceparent", trace);
    }
    Request request = builder.post(new OneShotBody(body)).build();
    return answered(request, path, scope);
  }

  private Response answered(Request request, String path, CallScope scope)
      throws ApiFailure, ClientGone {
    scope.waiting();
    try {
      Response response = execute(client, request, scope);
      boolean missing = response.code() == 404 && request.method().equals("HEAD");
      return missing ? response : successful(response, path); // a question that this answers
    } catch (IOException e) {
      scope.throwIfCancelled(name);
      throw UpstreamFailures.unreachable(name, base, e);
    } finally {
      scope.received();
    }
  }

  /**
   * Passes a request on as it is, and its answer back; every answer that is no success is a
   * failure. It may take as long as it likes.
   */
  public void pass(Passage passage, CallScope scope) throws ApiFailure, ClientGone {
    boolean bare = passage.method().equals("HEAD");
    Request request =
        keyed(request(passage.path()), scope.key())
            .method(passage.method(), bare ? null : new PassageBody(passage))
            .tag(CallScope.class, scope)
            .build();
    try (Response response = answered(request, passage.path(), scope)) {
      String type = response.header("Content-Type", "");
      if (type == null || !type.startsWith("application/x-ndjson")) {
        byte[] body = bare ? new byte[0] : wholeBody(response, scope);
        passage.answer().whole(response.code(), type == null ? "" : type, body);
        return;
      }
      LineReader lines = new LineReader(response.body().byteStream(), scope);
      for (byte[] line = lines.next(); line != null; line = lines.next()) {
        passage.answer().line(line);
      }
      passage.answer().end();
    } catch (IOException e) {
      throw broken(scope, e);
    }
  }

  private Response execute(OkHttpClient with, Request request, CallScope scope)
      throws IOException, ApiFailure, ClientGone {
    for (int stale = 0; ; stale++) {
      Call call = with.newCall(request);
      scope.attach(call::cancel);
      scope.throwIfCancelled(name);
      try {
        return call.execute();
      } catch (LiveConnections.Stale e) {
        // after a restart all idle connections are of no use; nothing was sent yet
        with.connectionPool().evictAll();
        if (stale >= MAX_STALE_CONNECTIONS) {
          throw e;
        }
      }
    }
  }

  /** Reads a small JSON document, for discovery and health. At most five seconds. */
  public ObjectNode get(String path) throws ApiFailure {
    return ask(request(path), path);
  }

  /**
   * Reads the list in {@code field} of a document. When there is no such list, it is looked for
   * below another base path too, as people give addresses with and without the version; where it is
   * found the upstream stays.
   */
  public JsonNode find(String path, String field, String otherBase) throws ApiFailure {
    ApiFailure failure;
    JsonNode found = MissingNode.getInstance();
    try {
      found = get(path).path(field);
      if (found.isArray()) {
        return found;
      }
      failure = UpstreamFailures.unusable(name, "it has no list of " + field);
    } catch (ApiFailure e) {
      failure = e;
    }
    BaseAddress before = base;
    if (UpstreamFailures.nothingThere(failure)) {
      moveTo(before.withPath(otherBase));
      try {
        JsonNode there = get(path).path(field);
        if (there.isArray()) {
          return there;
        }
      } catch (ApiFailure e) {
        LOG.debug("upstream {} has nothing at {} either", name, base.display());
      }
      moveTo(before);
    }
    if (found.isMissingNode()) {
      throw failure;
    }
    return found;
  }

  /** Asks a short question that changes nothing, in a POST. At most five seconds. */
  public ObjectNode ask(String path, ObjectNode question) throws ApiFailure {
    return ask(request(path).post(new OneShotBody(Json.bytes(question))), path);
  }

  private ObjectNode ask(Request.Builder builder, String path) throws ApiFailure {
    KeyTurn turn = keys.turn("");
    try {
      return ask(keyed(builder, turn.take(name)).build(), path);
    } catch (ApiFailure failure) {
      turn.failed(failure);
      throw failure;
    }
  }

  private ObjectNode ask(Request request, String path) throws ApiFailure {
    try (Response response = successful(execute(discoveryClient, request), path)) {
      return json.object(response.peekBody(MAX_DISCOVERY_BYTES).bytes());
    } catch (IOException e) {
      throw UpstreamFailures.unreachable(name, base, e);
    } catch (JsonFault e) {
      throw ApiFailure.of(
          FailureKind.UPSTREAM_FAILED,
          "Upstream %s answered %s with something that is no JSON object."
              .formatted(name, base.resolve(path)),
          "Check its base address.");
    }
  }

  /** Like a chat's, but nobody can cancel it, and it ends by itself soon. */
  private Response execute(OkHttpClient with, Request request) throws IOException, ApiFailure {
    try {
      return execute(with, request, new CallScope());
    } catch (ClientGone e) {
      throw new IllegalStateException("nobody cancels this call", e);
    }
  }

  /** Reads an answer that comes in one piece, within the bounds of one frame. */
  public byte[] wholeBody(Response response, CallScope scope) throws ApiFailure, ClientGone {
    scope.waiting();
    try {
      BufferedSource source = response.body().source();
      if (source.request(FrameReader.MAX_FRAME + 1L)) {
        throw new IOException("the answer is longer than " + FrameReader.MAX_FRAME + " bytes");
      }
      return source.readByteArray();
    } catch (IOException e) {
      throw broken(scope, e);
    } finally {
      scope.received();
    }
  }

  /** What an error means that stands inside of a good answer. */
  public ApiFailure reported(ObjectNode body) {
    return UpstreamFailures.reported(name, body, hidden());
  }

  /** What an error inside of a good answer means that says that the upstream is too busy. */
  public ApiFailure busy(String message) {
    return UpstreamFailures.busy(name, message, hidden());
  }

  /** What an error inside of a good answer means that says that we asked too often. */
  public ApiFailure limited(String message) {
    return UpstreamFailures.limited(name, message, hidden());
  }

  /** What a read error in the middle of an answer means. */
  public ApiFailure broken(CallScope scope, IOException e) throws ClientGone {
    try {
      scope.throwIfCancelled(name);
    } catch (ApiFailure cancelled) {
      return cancelled;
    }
    return UpstreamFailures.brokenOff(name, UpstreamFailures.detail(e));
  }

  private Response successful(Response response, String path) throws ApiFailure, IOException {
    if (response.isSuccessful()) {
      return response;
    }
    try (response) {
      throw UpstreamFailures.of(name, base, path, response, hidden());
    }
  }

  /** Requests that are prepared already carry the address of before. */
  private void moveTo(BaseAddress next) {
    base = next;
    requests.clear();
  }

  /** What all requests to a path share; only the body is new each time. */
  private Request.Builder request(String path) {
    Request known = requests.get(path);
    if (known == null) {
      BaseAddress prepared = base;
      known = prepared(path, prepared);
      if (requests.size() < MAX_PREPARED) {
        requests.put(path, known);
      }
      if (base != prepared) { // moved in between
        requests.clear();
      }
    }
    return known.newBuilder();
  }

  private Request prepared(String path, BaseAddress at) {
    Request.Builder builder =
        new Request.Builder()
            .url(at.resolve(path))
            .header("User-Agent", "wheelhouse-gateway")
            // compressed streams are held back by compressors; and OkHttp would add gzip itself
            .header("Accept-Encoding", "identity");
    access.fixed().forEach(builder::header);
    if (keys.single() && keys.first().isPresent()) {
      builder.header(access.header(), access.prefix() + keys.first().reveal());
    }
    return builder.build();
  }

  /** With several keys, each request gets the one that was chosen for it. */
  private Request.Builder keyed(Request.Builder builder, Secret chosen) throws ApiFailure {
    if (keys.single()) {
      return builder; // it is prepared already
    }
    Secret key = chosen.isPresent() ? chosen : keys.turn("").take(name);
    return builder.header(access.header(), access.prefix() + key.reveal());
  }

  private Secret[] hidden() {
    return keys.secrets().toArray(Secret[]::new);
  }
}
