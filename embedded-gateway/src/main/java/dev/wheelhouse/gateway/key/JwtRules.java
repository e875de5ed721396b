// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.key;

import dev.wheelhouse.gateway.limit.KeyLimits;
import dev.wheelhouse.gateway.secret.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Which signed tokens (JWT) are honoured, for stacks in which another service logs people in.
 *
 * @param secret shared with that service, for HS256; or {@link Secret#none()}
 * @param keys its public keys for RS256 and ES256: a {@code file:} or {@code https:} address of a
 *     key set (JWKS)
 * @param audience that a token must be meant for; empty for any
 * @param limits of each user
 */
public record JwtRules(Secret secret, Optional<URI> keys, String audience, KeyLimits limits) {
  private static final int LEAST_SECRET_BYTES = 32;

  /** Checks that there is something safe to check tokens with. */
  public JwtRules {
    if (!secret.isPresent() && keys.isEmpty()) {
      throw new IllegalArgumentException("a secret or the address of a key set is needed");
    }
    if (secret.isPresent() && bytes(secret).length < LEAST_SECRET_BYTES) {
      throw new IllegalArgumentException(
          "the secret for tokens must have 32 bytes or more; a shorter one can be guessed");
    }
    keys.ifPresent(JwtRules::requireSafe);
  }

  /** Tokens that are signed with a shared secret. */
  public static JwtRules shared(Secret secret) {
    return new JwtRules(secret, Optional.empty(), "", KeyLimits.NONE);
  }

  /** Tokens that are signed with the private half of a published key. */
  public static JwtRules published(URI keys) {
    return new JwtRules(Secret.none(), Optional.of(keys), "", KeyLimits.NONE);
  }

  static byte[] bytes(Secret secret) {
    return secret.reveal().getBytes(StandardCharsets.UTF_8);
  }

  private static void requireSafe(URI uri) {
    String scheme = String.valueOf(uri.getScheme());
    boolean here = "127.0.0.1".equals(uri.getHost()) || "localhost".equals(uri.getHost());
    if (!scheme.equals("file") && !scheme.equals("https") && !(scheme.equals("http") && here)) {
      throw new IllegalArgumentException("a key set is read from a file or over https");
    }
  }
}
