// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.FailureKind;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.json.JsonFault;
import dev.wheelhouse.gateway.secret.KeyPatterns;
import dev.wheelhouse.gateway.secret.Secret;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import okhttp3.Response;

/** What an upstream's answer or silence means, in words. */
public final class UpstreamFailures {
  private static final int MAX_ERROR_BYTES = 64 << 10;
  private static final int MAX_MESSAGE_CHARS = 2000;
  private static final long MAX_RETRY_AFTER_SECONDS = 3600;

  private UpstreamFailures() {}

  /** No answer at all. */
  static ApiFailure unreachable(String name, BaseAddress base, IOException e) {
    if (e instanceof SocketTimeoutException) {
      return ApiFailure.of(
          FailureKind.UPSTREAM_UNREACHABLE,
          "The connect timer ran out: upstream %s at %s did not answer."
              .formatted(name, base.display()),
          "Check its address and whether it is running.");
    }
    if (e instanceof UnknownHostException) {
      return ApiFailure.of(
          FailureKind.UPSTREAM_UNREACHABLE,
          "Upstream %s cannot be found: the name %s does not resolve to a usable address."
              .formatted(name, base.host()),
          "Check its base address and the network.");
    }
    if (e instanceof SSLException) {
      return ApiFailure.of(
          FailureKind.UPSTREAM_UNREACHABLE,
          "No secure connection to upstream %s at %s: %s."
              .formatted(name, base.display(), clean(String.valueOf(e.getMessage()))),
          "Check its base address and certificate.");
    }
    if (e instanceof java.net.ConnectException) {
      return ApiFailure.of(
          FailureKind.UPSTREAM_UNREACHABLE,
          "Upstream %s at %s refuses connections.".formatted(name, base.display()),
          "Start it, or correct its address.");
    }
    return brokenOff(name, detail(e));
  }

  /** What an exception says; many of a connection's end say nothing. */
  static String detail(IOException e) {
    return e.getMessage() == null ? "the connection ended" : e.getMessage();
  }

  /** The connection broke before the answer was complete. */
  public static ApiFailure brokenOff(String name, String detail) {
    return ApiFailure.of(
        FailureKind.UPSTREAM_FAILED,
        "Upstream %s broke the connection before its answer was complete (%s)."
            .formatted(name, clean(detail)),
        "Look into its log, then try again.");
  }

  /** The answer is complete, but not what it should be. */
  public static ApiFailure unusable(String name, String detail) {
    return ApiFailure.of(
        FailureKind.UPSTREAM_FAILED,
        "The answer of upstream %s cannot be used: %s.".formatted(name, clean(detail)),
        "Look into its log.");
  }

  /** An error that the upstream reported inside its answer. */
  public static ApiFailure reported(String name, String message, Secret... hidden) {
    return ApiFailure.of(
        FailureKind.UPSTREAM_FAILED,
        "Upstream %s reported: %s".formatted(name, clean(hide(message, hidden))),
        "");
  }

  /** The upstream said inside its answer that it is too busy; it did not work on the request. */
  public static ApiFailure busy(String name, String message, Secret... hidden) {
    return ApiFailure.of(
        FailureKind.UPSTREAM_BUSY,
        "Upstream %s is not available right now: %s"
            .formatted(name, sentence(clean(hide(message, hidden)))),
        "Try again shortly.");
  }

  /** The upstream said inside its answer that it allows no more. */
  public static ApiFailure limited(String name, String message, Secret... hidden) {
    return ApiFailure.of(
        FailureKind.UPSTREAM_RATE_LIMITED,
        "Upstream %s allows no more requests right now: %s"
            .formatted(name, sentence(clean(hide(message, hidden)))),
        "Wait, or use another model.");
  }

  /** An error inside of a good answer; many put the HTTP status into its code. */
  static ApiFailure reported(String name, ObjectNode body, Secret... hidden) {
    String message = message(body);
    int code = body.path("error").path("code").asInt(0);
    if (KeyTrouble.in(body)) {
      return refusesKey(name, code, body);
    }
    return switch (code) {
      case 401, 402, 403, 498 -> refusesKey(name, code, body);
      case 408, 503, 504, 529 -> busy(name, message, hidden);
      case 429 -> limited(name, message, hidden);
      default -> reported(name, message, hidden);
    };
  }

  /** Its text may quote the key, and it concerns the gateway's key, not the client's. */
  private static ApiFailure refusesKey(String name, int status, JsonNode said) {
    return status == 402 || KeyTrouble.spent(said)
        ? ApiFailure.of(
            FailureKind.UPSTREAM_CREDENTIALS,
            "Upstream %s says that the account of the gateway's key has no credit left%s."
                .formatted(name, inHttp(status)),
            "Top up the account, or check that the base address is the one of your plan; your own"
                + " token is fine.")
        : ApiFailure.of(
            FailureKind.UPSTREAM_CREDENTIALS,
            "Upstream %s refuses the key that the gateway sends%s.".formatted(name, inHttp(status)),
            "Check this upstream's key in Wheelhouse's settings; your own token is fine.");
  }

  private static String inHttp(int status) {
    return status == 0 ? "" : " (HTTP %d)".formatted(status);
  }

  /** Whether a question was put where this server has nothing of the kind. */
  static boolean nothingThere(ApiFailure failure) {
    return switch (failure.kind()) {
      case UPSTREAM_FAILED, MODEL_NOT_FOUND -> true;
      case UPSTREAM_REFUSED -> failure.status() == 405;
      default -> false;
    };
  }

  /** An answer with a status other than 2xx. */
  static ApiFailure of(
      String name, BaseAddress base, String path, Response response, Secret... hidden)
      throws IOException {
    int status = response.code();
    ObjectNode body = body(response);
    String said = clean(hide(message(body), hidden));
    if ((status == 400 || status == 429) && KeyTrouble.in(body)) {
      return refusesKey(name, status, body);
    }
    return switch (status) {
      case 401, 402, 403, 498 -> refusesKey(name, status, body);
      case 404 -> notFound(name, base, path, said);
      case 429 ->
          ApiFailure.of(
                  FailureKind.UPSTREAM_RATE_LIMITED,
                  "Upstream %s allows no more requests right now%s"
                      .formatted(name, said.isEmpty() ? "." : ": " + sentence(said)),
                  "Wait, or use another model.")
              .retryAfter(retryAfter(response));
      case 502, 503, 504, 529 ->
          ApiFailure.of(
                  FailureKind.UPSTREAM_BUSY,
                  "Upstream %s is not available right now (HTTP %d)%s"
                      .formatted(name, status, said.isEmpty() ? "." : ": " + sentence(said)),
                  "Try again shortly.")
              .retryAfter(retryAfter(response));
      default -> byClass(name, base, status, said);
    };
  }

  private static ApiFailure byClass(String name, BaseAddress base, int status, String said) {
    if (status >= 300 && status < 400) {
      return ApiFailure.of(
          FailureKind.UPSTREAM_FAILED,
          "Upstream %s at %s answers with a redirect, which is not followed."
              .formatted(name, base.display()),
          "Set its base address to where it really is.");
    }
    String text = said.isEmpty() ? "HTTP " + status : said;
    return status < 500
        ? ApiFailure.refused(status, "Upstream %s: %s".formatted(name, text))
        : ApiFailure.of(
            FailureKind.UPSTREAM_FAILED,
            "Upstream %s failed (HTTP %d): %s".formatted(name, status, text),
            "Look into its log.");
  }

  private static ApiFailure notFound(String name, BaseAddress base, String path, String said) {
    if (said.isEmpty()) {
      return ApiFailure.of(
          FailureKind.UPSTREAM_FAILED,
          "Upstream %s has nothing at %s.".formatted(name, base.resolve(path)),
          "Check its base address; most end in /v1.");
    }
    return ApiFailure.of(
        FailureKind.MODEL_NOT_FOUND,
        "Upstream %s: %s".formatted(name, said),
        "List the models that there are with GET /v1/models.");
  }

  /** The error as an object; empty when it is none. */
  private static ObjectNode body(Response response) throws IOException {
    byte[] bytes = response.peekBody(MAX_ERROR_BYTES).bytes();
    try {
      return new Json(32, MAX_ERROR_BYTES).object(bytes);
    } catch (JsonFault e) {
      return Json.newObject();
    }
  }

  /** The message of an error object as Ollama ({@code error} is text) or OpenAI write it. */
  public static String message(JsonNode body) {
    JsonNode error = body.path("error");
    if (error.isTextual()) {
      return error.asText();
    }
    if (error.isObject()) {
      return Json.text(error, "message");
    }
    return Json.text(body, body.has("message") ? "message" : "detail");
  }

  private static Duration retryAfter(Response response) {
    String value = response.header("Retry-After", "");
    try {
      long seconds = Long.parseLong(value == null ? "" : value.strip());
      return Duration.ofSeconds(Math.clamp(seconds, 0, MAX_RETRY_AFTER_SECONDS));
    } catch (NumberFormatException e) {
      return Duration.ZERO; // absent, or a date: our own back-off serves
    }
  }

  private static String hide(String text, Secret... hidden) {
    String result = text;
    for (Secret secret : hidden) {
      if (secret.isPresent()) {
        result = result.replace(secret.reveal(), "[hidden]");
      }
    }
    return result;
  }

  private static String sentence(String said) {
    return said.endsWith(".") || said.endsWith("!") || said.endsWith("?") ? said : said + ".";
  }

  private static String clean(String text) {
    String flat = KeyPatterns.scrub(text.replaceAll("\\p{Cntrl}+", " ").strip());
    return flat.length() <= MAX_MESSAGE_CHARS ? flat : flat.substring(0, MAX_MESSAGE_CHARS) + "…";
  }
}
