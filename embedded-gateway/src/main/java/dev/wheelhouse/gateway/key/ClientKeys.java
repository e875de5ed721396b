// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.key;

import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.FailureKind;
import dev.wheelhouse.gateway.secret.Secret;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client keys of a gateway. Changes count from the next request on, also those that another
 * process makes in the same store.
 */
public final class ClientKeys {
  private static final Logger LOG = LoggerFactory.getLogger(ClientKeys.class);
  private static final String PREFIX = "whk-";
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
  private static final int ID_BYTES = 6;
  private static final int ID_LENGTH = ID_BYTES * 2;

  private final KeyStore store;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private volatile @Nullable Known known;
  private volatile @Nullable Instant failedAt;

  /** Keys of this store. */
  public ClientKeys(KeyStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * A key that was just made.
   *
   * @param token what the client sends; this is the only time that it can be seen
   */
  public record Created(ClientKey key, Secret token) {}

  private record Known(Object version, Map<String, ClientKey> byId) {}

  /** Makes a key; {@code expiresAt} may be null for never. */
  public Created create(String name, Grant grant, @Nullable Instant expiresAt) {
    ClientKey.requireName(name);
    if (Caller.reserved(name)) {
      throw new IllegalArgumentException("the name %s is the gateway's own".formatted(name));
    }
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    String publicId = HexFormat.of().formatHex(id);
    String secret = Secret.random().reveal();
    Instant now = clock.instant();
    ClientKey key =
        new ClientKey(publicId, name, ClientKey.hash(secret), grant, now, expiresAt, true);
    store.change(keys -> {
      List<ClientKey> next = new ArrayList<>(keys);
      next.add(key);
      return next;
    });
    return new Created(key, Secret.of(PREFIX + publicId + "-" + secret));
  }

  /** Puts a changed key in the place of the one with the same id; false when there is none. */
  public boolean update(ClientKey changed) {
    return change(changed.id(), _ -> changed).isPresent();
  }

  /**
   * Changes a key as it is at this moment, so that nothing that somebody else changes meanwhile is
   * undone; returns the changed key, empty when there is none.
   *
   * @param change may be called again when the store was changed meanwhile
   */
  public Optional<ClientKey> change(String id, UnaryOperator<ClientKey> change) {
    return store
        .change(keys ->
            keys.stream().map(key -> key.id().equals(id) ? change.apply(key) : key).toList())
        .stream()
        .filter(key -> key.id().equals(id))
        .findFirst();
  }

  /** Forgets a key for good; false when there is none. */
  public boolean delete(String id) {
    boolean[] found = new boolean[1];
    store.change(keys -> {
      found[0] = keys.stream().anyMatch(key -> key.id().equals(id));
      return keys.stream().filter(key -> !key.id().equals(id)).toList();
    });
    return found[0];
  }

  /** All keys. */
  public List<ClientKey> list() {
    return store.read();
  }

  /** The caller with this key; empty when it is none of ours. */
  Optional<Caller> find(String presented) throws ApiFailure {
    int end = PREFIX.length() + ID_LENGTH;
    if (!presented.startsWith(PREFIX)
        || presented.length() <= end
        || presented.charAt(end) != '-') {
      return Optional.empty();
    }
    ClientKey key = byId().get(presented.substring(PREFIX.length(), end));
    if (key == null || !key.hasSecret(presented.substring(end + 1))) {
      return Optional.empty();
    }
    if (!key.enabled()) {
      throw refused("This key is switched off.", "Switch it on in the gateway's settings.");
    }
    if (key.expiresAt() != null && !clock.instant().isBefore(key.expiresAt())) {
      throw refused("This key has expired.", "Make a new one in the gateway's settings.");
    }
    String caller = "key:" + key.id();
    return Optional.of(key.grant().caller(caller, Caller.shown(caller, key.name())));
  }

  private Map<String, ClientKey> byId() {
    Known present = known;
    Object version = store.version();
    if (present != null && present.version().equals(version)) {
      return present.byId();
    }
    Map<String, ClientKey> last = present == null ? Map.of() : present.byId();
    Instant failed = failedAt;
    if (failed != null && failed.plus(BETWEEN_TRIES).isAfter(clock.instant())) {
      return last;
    }
    try {
      Map<String, ClientKey> read =
          store.read().stream().collect(Collectors.toMap(ClientKey::id, key -> key, (a, _) -> a));
      known = new Known(version, read);
      failedAt = null;
      if (failed != null) {
        LOG.info("client keys can be read again");
      }
      return read;
    } catch (UncheckedIOException e) {
      // whoever was let in stays in; a store that cannot be read lets nobody new in. It is asked
      // again soon: what was in the way may go without a trace in the version
      if (failed == null) {
        LOG.warn("client keys cannot be read, the last known ones stay: {}", e.getMessage());
      }
      failedAt = clock.instant();
      return last;
    }
  }

  private static ApiFailure refused(String cause, String remedy) {
    return ApiFailure.of(FailureKind.TOKEN_REJECTED, cause, remedy);
  }
}
