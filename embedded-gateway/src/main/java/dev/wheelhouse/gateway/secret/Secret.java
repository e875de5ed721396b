// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A key or token. It never shows its value in {@code toString}, and compares in constant time. The
 * empty secret ({@link #none()}) means "no key": it equals no candidate that a client can send.
 */
public final class Secret {
  private static final MessageDigest SHA_256 = newSha256();
  private static final Secret NONE = new Secret("");
  private static final int RANDOM_BYTES = 32;

  private final String value;
  private final byte[] digest;

  private Secret(String value) {
    this.value = value;
    this.digest = digest(value);
  }

  /** No key at all: the upstream needs none. */
  public static Secret none() {
    return NONE;
  }

  /**
   * Wraps a value; surrounding white space, as pasting leaves it, is dropped.
   *
   * @throws IllegalArgumentException when the value is empty or cannot be sent in a header
   */
  public static Secret of(String value) {
    String stripped = value.strip();
    if (stripped.isEmpty()) {
      throw new IllegalArgumentException("a secret must not be empty");
    }
    if (!stripped.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException("a secret must be printable ASCII without spaces");
    }
    return new Secret(stripped);
  }

  /** A fresh token of 256 random bits, in URL-safe Base64. */
  public static Secret random() {
    byte[] bytes = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(bytes);
    return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** Whether there is a value. */
  public boolean isPresent() {
    return !value.isEmpty();
  }

  /** The value itself. Only for the place that sends or stores it. */
  public String reveal() {
    return value;
  }

  /** Whether a candidate equals this secret; takes the same time wherever they differ. */
  public boolean matches(String candidate) {
    return isPresent() && MessageDigest.isEqual(digest, digest(candidate));
  }

  /** Hashing first makes the comparison independent of both lengths. */
  private static byte[] digest(String text) {
    return sha256().digest(text.getBytes(StandardCharsets.UTF_8));
  }

  private static MessageDigest sha256() {
    try {
      // to copy one takes a fraction of the search for one; not every provider's can be copied
      return (MessageDigest) SHA_256.clone();
    } catch (CloneNotSupportedException e) {
      return newSha256();
    }
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Secret that && MessageDigest.isEqual(digest, that.digest);
  }

  @Override
  public int hashCode() {
    // the same for all, so that no hash of a key ever gets out
    return Secret.class.hashCode();
  }

  @Override
  public String toString() {
    return isPresent() ? "Secret[hidden]" : "Secret[none]";
  }
}
