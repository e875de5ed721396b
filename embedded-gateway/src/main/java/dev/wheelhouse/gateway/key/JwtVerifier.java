// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.key;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.ImmutableSecret;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.ExpiredJWTException;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.FailureKind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Clock;
import java.util.Date;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks signed tokens. Each kind of key is used with its own algorithms only, whatever a token
 * says of itself: neither {@code none} nor a public key that is taken for a shared secret gets by.
 */
public final class JwtVerifier {
  private static final int LONGEST = 8 << 10;
  private static final int LONGEST_SUBJECT = 200;
  private static final int TIMEOUT_MILLIS = 2000;
  private static final int MOST_KEY_BYTES = 256 << 10;
  private static final Set<JWSAlgorithm> PUBLIC = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256);

  private final JwtRules rules;
  private final @Nullable DefaultJWTProcessor<SecurityContext> shared;
  private final @Nullable DefaultJWTProcessor<SecurityContext> published;

  /**
   * Checks by these rules.
   *
   * @throws java.io.UncheckedIOException when the file with the keys cannot be read
   */
  public JwtVerifier(JwtRules rules, Clock clock) {
    this.rules = rules;
    this.shared =
        rules.secret().isPresent()
            ? processor(
                Set.of(JWSAlgorithm.HS256),
                new ImmutableSecret<>(JwtRules.bytes(rules.secret())),
                clock)
            : null;
    this.published =
        rules.keys().isPresent() ? processor(PUBLIC, source(rules.keys().get()), clock) : null;
  }

  /** The user of this token; empty when it is none that we honour. */
  Optional<Caller> find(String presented) throws ApiFailure {
    if (presented.length() > LONGEST || !presented.startsWith("eyJ")) {
      return Optional.empty();
    }
    try {
      SignedJWT token = SignedJWT.parse(presented);
      boolean secret = token.getHeader().getAlgorithm().equals(JWSAlgorithm.HS256);
      DefaultJWTProcessor<SecurityContext> processor = secret ? shared : published;
      return processor == null
          ? Optional.empty()
          : Optional.of(caller(processor.process(token, null)));
    } catch (ExpiredJWTException e) {
      throw ApiFailure.of(
          FailureKind.TOKEN_REJECTED, "This token has expired.", "Log in again for a new one.");
    } catch (ParseException | BadJOSEException | JOSEException e) {
      return Optional.empty();
    }
  }

  private Caller caller(JWTClaimsSet claims) throws ParseException {
    String subject = String.valueOf(claims.getSubject());
    if (subject.isBlank() || subject.length() > LONGEST_SUBJECT) {
      throw new ParseException("no usable subject", 0);
    }
    String name = subject.chars().anyMatch(Character::isISOControl) ? "user" : subject;
    List<String> models = claims.getStringListClaim("models");
    String id = "jwt:" + subject;
    return new Caller(
        id,
        Caller.shown(id, name),
        scopes(claims),
        models == null ? ModelNames.ALL : only(models),
        rules.limits(),
        false);
  }

  /** An empty list allows nothing, unlike a claim that is not there. */
  private static ModelNames only(List<String> models) {
    return models.isEmpty() ? ModelNames.of("") : new ModelNames(models);
  }

  private static Set<Scope> scopes(JWTClaimsSet claims) throws ParseException {
    Object claim = claims.getClaim("scope");
    if (claim == null) {
      return Scope.forClients();
    }
    List<String> labels =
        claim instanceof String text
            ? List.of(text.split(" ", -1))
            : claims.getStringListClaim("scope");
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    labels.forEach(label -> Scope.of(label).ifPresent(scopes::add));
    return scopes;
  }

  private DefaultJWTProcessor<SecurityContext> processor(
      Set<JWSAlgorithm> algorithms, JWKSource<SecurityContext> keys, Clock clock) {
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(algorithms, keys));
    Set<@Nullable String> audience = new HashSet<>();
    audience.add(rules.audience());
    DefaultJWTClaimsVerifier<SecurityContext> claims =
        new DefaultJWTClaimsVerifier<>(
            rules.audience().isEmpty() ? null : audience, null, Set.of("sub", "exp"), Set.of()) {
          @Override
          protected Date currentTime() {
            return Date.from(clock.instant());
          }
        };
    claims.setMaxClockSkew(0);
    processor.setJWTClaimsSetVerifier(claims);
    return processor;
  }

  private static JWKSource<SecurityContext> source(URI keys) {
    try {
      return "file".equals(keys.getScheme())
          ? new ImmutableJWKSet<>(JWKSet.load(Path.of(keys).toFile()))
          : JWKSourceBuilder.<SecurityContext>create(
                  keys.toURL(),
                  new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, MOST_KEY_BYTES))
              .build();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (ParseException e) {
      throw new java.io.UncheckedIOException(new IOException("no key set at " + keys));
    }
  }
}
