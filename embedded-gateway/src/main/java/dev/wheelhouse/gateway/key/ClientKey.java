// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.key;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A named key of one client, as it is kept: without its secret. Of the secret only the SHA-256 is
 * known. That suffices, although it is fast and has no salt: the secret has 256 random bits, so
 * nobody can try them all, and no two keys have the same one. Slow hashes are for passwords, which
 * people choose and which can be guessed.
 *
 * @param id public, part of the key itself, so that a key is found without comparing secrets
 * @param hash SHA-256 of the secret, in hexadecimal digits
 * @param expiresAt from when on it is refused; null for never
 * @param enabled whether it is honoured at present
 */
public record ClientKey(
    String id,
    String name,
    String hash,
    Grant grant,
    Instant createdAt,
    @Nullable Instant expiresAt,
    boolean enabled) {
  /** Checks the name, as it goes into logs. */
  public ClientKey {
    requireName(name);
  }

  static void requireName(String name) {
    if (name.isBlank() || name.length() > 100 || name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("a key's name has 1 to 100 characters on one line");
    }
  }

  /** The same key with other rights. */
  public ClientKey with(Grant other) {
    return new ClientKey(id, name, hash, other, createdAt, expiresAt, enabled);
  }

  /** The same key, switched on or off. */
  public ClientKey enabled(boolean on) {
    return new ClientKey(id, name, hash, grant, createdAt, expiresAt, on);
  }

  /** Whether this is the secret; takes the same time wherever they differ. */
  boolean hasSecret(String candidate) {
    return MessageDigest.isEqual(
        hash.getBytes(StandardCharsets.US_ASCII),
        hash(candidate).getBytes(StandardCharsets.US_ASCII));
  }

  static String hash(String secret) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "ClientKey[" + id + " " + name + "]";
  }
}
