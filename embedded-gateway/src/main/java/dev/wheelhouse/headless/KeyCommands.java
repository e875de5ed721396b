// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.headless;

import dev.wheelhouse.gateway.key.ClientKey;
import dev.wheelhouse.gateway.key.ClientKeys;
import dev.wheelhouse.gateway.key.Grant;
import dev.wheelhouse.gateway.key.KeyStore;
import dev.wheelhouse.gateway.key.Scope;
import dev.wheelhouse.gateway.limit.KeyLimits;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code keys create}, {@code list} and {@code revoke}, in the store of the running gateway. */
final class KeyCommands {
  private final ClientKeys keys;
  private final PrintStream out;

  KeyCommands(KeyStore store, PrintStream out) {
    this.keys = new ClientKeys(store, Clock.systemUTC());
    this.out = out;
  }

  /** Wrong usage; the message says how. */
  static final class Usage extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Usage(String message) {
      super(message);
    }
  }

  /** Runs one; returns the exit status. */
  int run(List<String> arguments) {
    Deque<String> rest = new ArrayDeque<>(arguments);
    switch (next(rest, "create, list or revoke")) {
      case "create" -> create(rest);
      case "list" -> keys.list().forEach(key -> out.println(line(key)));
      case "revoke" -> {
        return revoke(next(rest, "the id of a key"));
      }
      default -> throw new Usage("keys knows create, list and revoke");
    }
    return 0;
  }

  private void create(Deque<String> rest) {
    String name = next(rest, "a name");
    Grant grant = Grant.CLIENT;
    long requests = 0;
    long tokens = 0;
    @Nullable Instant expires = null;
    while (!rest.isEmpty()) {
      String option = rest.pop();
      switch (option) {
        case "--scope" -> grant = grant.withScopes(scopes(next(rest, "scopes")));
        case "--model" -> grant = grant.withModels(next(rest, "models").split(","));
        case "--caching" -> grant = grant.withCaching(true);
        case "--requests-per-minute" -> requests = number(next(rest, "a number"));
        case "--tokens-per-minute" -> tokens = number(next(rest, "a number"));
        case "--expires-in-days" ->
            expires = Instant.now().plus(Duration.ofDays(number(next(rest, "a number"))));
        default -> throw new Usage("unknown option " + option);
      }
    }
    grant = grant.withLimits(new KeyLimits(requests, tokens, 0, 0, 0));
    out.println(keys.create(name, grant, expires).token().reveal());
  }

  private int revoke(String id) {
    var found = keys.list().stream().filter(key -> key.id().equals(id)).findFirst();
    if (found.isEmpty()) {
      throw new Usage("there is no key " + id + "; \"keys list\" shows them");
    }
    keys.update(found.get().enabled(false));
    out.println("revoked: " + found.get().name());
    return 0;
  }

  private static String line(ClientKey key) {
    String expires = key.expiresAt() == null ? "never expires" : "until " + key.expiresAt();
    return String.join("\t", key.id(), key.name(), key.enabled() ? "on" : "off", expires);
  }

  private static Scope[] scopes(String text) {
    return Arrays.stream(text.split(","))
        .map(label ->
            Scope.of(label)
                .orElseThrow(() ->
                    new Usage("no such scope; known are chat, embeddings," + " models, admin")))
        .toArray(Scope[]::new);
  }

  private static long number(String text) {
    try {
      long number = Long.parseLong(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // falls through to the same answer
    }
    throw new Usage("a number of 0 or more is expected");
  }

  private static String next(Deque<String> rest, String what) {
    if (rest.isEmpty()) {
      throw new Usage("expected: " + what);
    }
    return rest.pop();
  }
}
