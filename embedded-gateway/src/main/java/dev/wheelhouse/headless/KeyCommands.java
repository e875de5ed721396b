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
  private static final int MOST_DAYS = 36_500;

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
      case "revoke" -> revoke(rest);
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
        case "--model" -> grant = grant.withModels(models(next(rest, "models")));
        case "--caching" -> grant = grant.withCaching(true);
        case "--requests-per-minute" -> requests = number(rest, option, 0, Long.MAX_VALUE);
        case "--tokens-per-minute" -> tokens = number(rest, option, 0, Long.MAX_VALUE);
        case "--expires-in-days" ->
            expires = Instant.now().plus(Duration.ofDays(number(rest, option, 1, MOST_DAYS)));
        default -> throw new Usage("unknown option " + option);
      }
    }
    grant = grant.withLimits(new KeyLimits(requests, tokens, 0, 0, 0));
    out.println(keys.create(name, grant, expires).token().reveal());
  }

  private void revoke(Deque<String> rest) {
    boolean undo = rest.remove("--undo");
    String id = next(rest, "the id of a key");
    if (!rest.isEmpty()) {
      throw new Usage("unknown option " + rest.pop());
    }
    ClientKey changed =
        keys.change(id, key -> key.enabled(undo))
            .orElseThrow(() -> new Usage("there is no key " + id + "; \"keys list\" shows them"));
    out.println((undo ? "honoured again: " : "revoked: ") + changed.name());
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

  /** Patterns; an empty one would fit no model at all, and was surely not meant. */
  private static String[] models(String text) {
    String[] patterns =
        Arrays.stream(text.split(",", -1)).map(String::strip).toArray(String[]::new);
    if (Arrays.stream(patterns).anyMatch(String::isEmpty)) {
      throw new Usage("--model names models, with commas between them; leave it out for all");
    }
    return patterns;
  }

  private static long number(Deque<String> rest, String option, long least, long most) {
    try {
      long number = Long.parseLong(next(rest, "a number"));
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // falls through to the same answer
    }
    throw new Usage(
        most == Long.MAX_VALUE
            ? "%s takes a whole number of %d or more".formatted(option, least)
            : "%s takes a whole number from %d to %d".formatted(option, least, most));
  }

  private static String next(Deque<String> rest, String what) {
    if (rest.isEmpty()) {
      throw new Usage("expected: " + what);
    }
    return rest.pop();
  }
}
