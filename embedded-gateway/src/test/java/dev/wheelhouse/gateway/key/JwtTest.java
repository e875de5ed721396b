// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.wheelhouse.gateway.MovedClock;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.limit.KeyLimits;
import dev.wheelhouse.gateway.secret.Secret;
import dev.wheelhouse.testing.http.WatchedHttpServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signed tokens of users. */
class JwtTest {
  private static final Secret SECRET =
      Secret.of("a-secret-of-the-tests-that-is-long-enough-for-HS384-too");

  private final MovedClock clock = new MovedClock("2026-03-01T12:00:00Z");
  private final RSAKey rsa = rsa();

  @TempDir Path place;

  @Test
  void tellsWhoTheUserIsAndWhatHeMay() throws ApiFailure {
    JwtVerifier verifier = new JwtVerifier(JwtRules.shared(SECRET), clock);
    Caller plain = verifier.find(shared(claims())).orElseThrow();
    assertThat(plain.id()).isEqualTo("jwt:ada");
    assertThat(plain.scopes()).containsExactlyInAnyOrderElementsOf(Scope.forClients());
    assertThat(plain.mayUse("anything")).isTrue();

    Caller narrow =
        verifier
            .find(
                shared(
                    claims().claim("scope", "openid chat admin").claim("models", List.of("qwen*"))))
            .orElseThrow();
    assertThat(narrow.scopes()).containsExactlyInAnyOrder(Scope.CHAT, Scope.ADMIN);
    assertThat(narrow.mayUse("qwen3:8b")).isTrue();
    assertThat(narrow.mayUse("gpt-5")).isFalse();
    Caller nothing =
        verifier
            .find(shared(claims().claim("scope", "openid").claim("models", List.of())))
            .orElseThrow();
    assertThat(nothing.scopes()).isEmpty();
    assertThat(nothing.mayUse("qwen3:8b")).isFalse();
  }

  @Test
  void honoursATokenOnlyWhileItIsValid() throws ApiFailure {
    JwtVerifier verifier = new JwtVerifier(JwtRules.shared(SECRET), clock);
    String token = shared(claims().notBeforeTime(in(60)));
    assertThat(verifier.find(token)).isEmpty();
    clock.move(Duration.ofSeconds(61));
    assertThat(verifier.find(token)).isPresent();
    clock.move(Duration.ofSeconds(299));
    assertThatThrownBy(() -> verifier.find(token)).hasMessageContaining("This token has expired.");
  }

  @Test
  void refusesTokensWithoutASubjectOrAnEnd() throws ApiFailure {
    JwtVerifier verifier = new JwtVerifier(JwtRules.shared(SECRET), clock);
    assertThat(verifier.find(shared(claims().subject(null)))).isEmpty();
    assertThat(verifier.find(shared(claims().subject(" ")))).isEmpty();
    assertThat(verifier.find(shared(claims().expirationTime(null)))).isEmpty();
  }

  @Test
  void refusesTokensForSomeoneElse() throws ApiFailure {
    JwtRules rules = new JwtRules(SECRET, Optional.empty(), "wheelhouse", KeyLimits.NONE);
    JwtVerifier verifier = new JwtVerifier(rules, clock);
    assertThat(verifier.find(shared(claims()))).isEmpty();
    assertThat(verifier.find(shared(claims().audience("other")))).isEmpty();
    assertThat(verifier.find(shared(claims().audience(List.of("other", "wheelhouse")))))
        .isPresent();
  }

  @Test
  void refusesWhatIsNotSignedOrNotByUs() throws ApiFailure, JOSEException {
    JwtVerifier verifier = new JwtVerifier(JwtRules.shared(SECRET), clock);
    assertThat(verifier.find(new PlainJWT(claims().build()).serialize())).isEmpty();
    String good = shared(claims());
    String unsigned = good.substring(0, good.lastIndexOf('.') + 1);
    assertThat(verifier.find(unsigned)).isEmpty();
    assertThat(verifier.find(good.substring(0, good.length() - 4) + "AAAA")).isEmpty();
    Secret other = Secret.of("another-secret-of-the-tests-with-32-bytes-and-more");
    assertThat(verifier.find(signed(JWSAlgorithm.HS256, mac(other), claims()))).isEmpty();
    // a secret is for one algorithm only
    assertThat(verifier.find(signed(JWSAlgorithm.HS384, mac(SECRET), claims()))).isEmpty();
    assertThat(verifier.find(signed(JWSAlgorithm.RS256, new RSASSASigner(rsa), claims())))
        .isEmpty();
    assertThat(verifier.find("eyJ" + "x".repeat(20_000))).isEmpty();
    assertThat(verifier.find("eyJ.eyJ.x")).isEmpty();
  }

  @Test
  void neverTakesAPublishedKeyForASecret() throws Exception {
    Path file = place.resolve("keys.json");
    Files.writeString(file, new JWKSet(rsa.toPublicJWK()).toString());
    JwtVerifier verifier = new JwtVerifier(JwtRules.published(file.toUri()), clock);
    for (byte[] known :
        List.of(
            rsa.toPublicKey().getEncoded(),
            rsa.toPublicJWK().toString().getBytes(StandardCharsets.UTF_8))) {
      assertThat(verifier.find(signed(JWSAlgorithm.HS256, new MACSigner(known), claims())))
          .isEmpty();
    }
    assertThat(verifier.find(signed(JWSAlgorithm.RS256, new RSASSASigner(rsa), claims())))
        .isPresent();
    assertThat(verifier.find(signed(JWSAlgorithm.PS256, new RSASSASigner(rsa), claims())))
        .isEmpty();
    assertThat(verifier.find(signed(JWSAlgorithm.RS256, new RSASSASigner(rsa()), claims())))
        .isEmpty();
  }

  @Test
  void readsPublishedKeysFromAnAddress() throws Exception {
    ECKey curve = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
    String keys = new JWKSet(List.of(curve.toPublicJWK(), rsa.toPublicJWK())).toString();
    try (WatchedHttpServer server = WatchedHttpServer.onPort(0, call -> call.json(200, keys))) {
      JwtVerifier verifier =
          new JwtVerifier(JwtRules.published(server.uri().resolve("/jwks")), clock);
      assertThat(verifier.find(signed(JWSAlgorithm.ES256, new ECDSASigner(curve), claims())))
          .isPresent();
      assertThat(verifier.find(signed(JWSAlgorithm.RS256, new RSASSASigner(rsa), claims())))
          .isPresent();
    }
  }

  @Test
  void refusesRulesThatAreNotSafe() {
    for (URI bad : List.of(URI.create("http://login.example/jwks"), URI.create("ftp://x/y"))) {
      assertThatThrownBy(() -> JwtRules.published(bad))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> JwtRules.shared(Secret.of("short")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("32 bytes");
    assertThatThrownBy(() -> JwtRules.shared(Secret.none()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(JwtRules.shared(SECRET).toString()).doesNotContain(SECRET.reveal());
  }

  @Test
  void failsAtOnceWhenTheFileOfKeysIsNone() throws IOException {
    Path file = place.resolve("keys.json");
    Files.writeString(file, "nonsense");
    assertThatThrownBy(() -> new JwtVerifier(JwtRules.published(file.toUri()), clock))
        .isInstanceOf(java.io.UncheckedIOException.class);
  }

  private JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder().subject("ada").expirationTime(in(360));
  }

  private Date in(int seconds) {
    return Date.from(clock.instant().plusSeconds(seconds));
  }

  private static String shared(JWTClaimsSet.Builder claims) {
    return signed(JWSAlgorithm.HS256, mac(SECRET), claims);
  }

  private static String signed(
      JWSAlgorithm algorithm, JWSSigner signer, JWTClaimsSet.Builder claims) {
    try {
      SignedJWT token = new SignedJWT(new JWSHeader(algorithm), claims.build());
      token.sign(signer);
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JWSSigner mac(Secret secret) {
    try {
      return new MACSigner(secret.reveal());
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RSAKey rsa() {
    try {
      return new RSAKeyGenerator(2048).keyID("rsa").generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
