// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wheelhouse.gateway.connection.ClientWatch;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.key.Caller;
import dev.wheelhouse.gateway.limit.GatewayLimits;
import dev.wheelhouse.gateway.telemetry.RequestScope;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** One request and its answer, without the server behind it. */
public final class Exchange {
  /** The header with the request's id that every answer carries. */
  static final String REQUEST_ID = "X-Request-Id";

  private static final String JSON = "application/json";
  private static final Map<String, HeaderName> NAMES = new ConcurrentHashMap<>();

  private final ServerRequest request;
  private final ServerResponse response;
  private final ErrorForm errors;
  private final GatewayLimits limits;
  private final RequestScope scope;
  private Caller caller = Caller.NOBODY;
  private int status;
  private @Nullable InputStream bodyStream;
  private boolean unreadBody;
  private boolean lastOfConnection;

  Exchange(
      ServerRequest request,
      ServerResponse response,
      ErrorForm errors,
      GatewayLimits limits,
      RequestScope scope) {
    this.request = request;
    this.response = response;
    this.errors = errors;
    this.limits = limits;
    this.scope = scope;
    answerHeader(REQUEST_ID, scope.id());
    answerHeader("Request-Id", scope.id()); // where Anthropic's clients look
  }

  /** The id of this request, as its answer carries it. */
  public String id() {
    return scope.id();
  }

  /** The method, in capitals. */
  public String method() {
    return request.prologue().method().text();
  }

  /** The path as the client sent it, not decoded. */
  public String rawPath() {
    return request.prologue().uriPath().rawPath();
  }

  /** Who sent it; nobody until the token was checked. */
  public Caller caller() {
    return caller;
  }

  /** The token was checked. */
  void caller(Caller checked) {
    caller = checked;
    scope.key(checked.id(), checked.name());
  }

  /** The first value of a parameter in the address, or empty. */
  public String query(String name) {
    return request.query().first(name).orElse("");
  }

  /** The first value of a header, or empty. */
  public String header(String name) {
    return request.headers().first(name(name)).orElse("");
  }

  /** Whether the client wants no stored answer (RFC 9111, section 5.2.1.4). */
  public boolean wantsFresh() {
    return header("Cache-Control").toLowerCase(Locale.ROOT).contains("no-cache");
  }

  /** All values of a header. */
  List<String> headers(String name) {
    return request.headers().all(name(name), List::of);
  }

  /** The whole body, decompressed, within the limit. */
  public byte[] body() throws ApiFailure {
    if (!request.content().hasEntity()) {
      return new byte[0];
    }
    long declared = request.headers().contentLength().orElse(-1);
    if (declared > limits.maxBodyBytes()) {
      throw RequestBody.tooLarge(limits.maxBodyBytes());
    }
    return RequestBody.read(
        bodyStream(), header("Content-Encoding"), declared, limits.maxBodyBytes());
  }

  /** The body as it comes and of any length, for one who passes it on and keeps nothing of it. */
  public InputStream longBody() {
    if (!request.content().hasEntity()) {
      return InputStream.nullInputStream();
    }
    ClientWatch.current().longRequest();
    return bodyStream();
  }

  /** The length of the body, as the client declares it; -1 when it does not. */
  public long declaredLength() {
    return request.content().hasEntity() ? request.headers().contentLength().orElse(-1) : 0;
  }

  /** Runs {@code action} once if the client leaves. Only after the body was read. */
  public void onClientGone(Runnable action) {
    ClientWatch.current().watch(action);
  }

  /** Closes the client's connection at once, from any thread. */
  public Runnable aborter() {
    return ClientWatch.current()::abort;
  }

  /** Sets a header of the answer. */
  public void answerHeader(String name, String value) {
    response.header(HeaderValues.create(name(name), value));
  }

  /** Sends a JSON answer. */
  public void sendJson(JsonNode body) throws ClientGone {
    send(200, JSON, Json.bytes(body));
  }

  /** Sends JSON that is written already. */
  public void sendJson(byte[] body) throws ClientGone {
    send(200, JSON, body);
  }

  /** Sends an answer in one piece. */
  public void send(int answerStatus, String contentType, byte[] body) throws ClientGone {
    status = answerStatus;
    response.status(Status.create(answerStatus));
    answerHeader("Content-Type", contentType);
    sendBytes(body);
  }

  /** Sends an answer without a body. */
  public void sendEmpty(int answerStatus) throws ClientGone {
    status = answerStatus;
    response.status(Status.create(answerStatus));
    sendBytes(new byte[0]);
  }

  /** Closes the connection after this answer, so that the client's next request goes elsewhere. */
  public void endConnection() {
    lastOfConnection = true;
    answerHeader("Connection", "close");
  }

  /** Starts a streamed answer; nothing goes out before its first frame. */
  public ClientStream stream(String contentType) {
    status = 200;
    return new ClientStream(response, contentType);
  }

  /** Sends a failure in the endpoint's error form. */
  public void fail(ApiFailure failure) throws ClientGone {
    scope.failed(failure.kind().code());
    if (!failure.retryAfter().isZero()) {
      answerHeader("Retry-After", Long.toString(failure.retryAfter().toSeconds()));
    }
    if (failure.status() == 401) {
      answerHeader("WWW-Authenticate", "Bearer");
    }
    boolean unread = request.content().hasEntity() && !request.content().consumed();
    if (unread && waitsForContinue()) {
      // the body was not sent yet; to read it now would be to ask for it
      unreadBody = true;
      answerHeader("Connection", "close");
    }
    send(failure.status(), JSON, errors.body(failure));
    if (unread && !unreadBody) {
      unreadBody = !RequestBody.drain(bodyStream());
    }
  }

  /** The error form of this exchange. */
  public ErrorForm errors() {
    return errors;
  }

  /** The status that was sent; 0 when none was. */
  int status() {
    return status;
  }

  /** Whether the connection ends with this answer, by the client's wish or ours. */
  boolean closesConnection() {
    return unreadBody
        || lastOfConnection
        || header("Connection").toLowerCase(Locale.ROOT).contains("close");
  }

  /** Names are always of our own code, so there are few; to make one takes a search. */
  private static HeaderName name(String name) {
    HeaderName known = NAMES.get(name);
    return known == null ? NAMES.computeIfAbsent(name, HeaderNames::create) : known;
  }

  private boolean waitsForContinue() {
    return bodyStream == null && !header("Expect").isEmpty();
  }

  private InputStream bodyStream() {
    InputStream stream = bodyStream;
    if (stream == null) {
      stream = request.content().inputStream();
      bodyStream = stream;
    }
    return stream;
  }

  private void sendBytes(byte[] body) throws ClientGone {
    try {
      response.send(body);
    } catch (RuntimeException e) {
      // a broken connection; the server has several exceptions for it
      throw new ClientGone();
    }
  }
}
