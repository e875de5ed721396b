// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.headless;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tokens of users, as the variables say; asked of a gateway that runs by them. */
class TokenSettingsTest {
  private static final String SECRET = "a-secret-of-the-tests-that-is-long-enough-for-HS384-too";

  @TempDir Path folder;

  @Test
  void aSetOfKeysInAFileAndAnAudienceDecideWhoIsLetIn() throws Exception {
    RSAKey ours = new RSAKeyGenerator(2048).keyID("ours").generate();
    RSAKey other = new RSAKeyGenerator(2048).keyID("ours").generate();
    Map<String, String> environment =
        Map.of("JWT_JWKS_URL", keySet(ours).toString(), "JWT_AUDIENCE", "wheelhouse");

    assertThat(status(environment, token(JWSAlgorithm.RS256, new RSASSASigner(ours), "wheelhouse")))
        .isEqualTo(200);
    assertThat(status(environment, token(JWSAlgorithm.RS256, new RSASSASigner(ours), "shop")))
        .isEqualTo(401);
    assertThat(
            status(environment, token(JWSAlgorithm.RS256, new RSASSASigner(other), "wheelhouse")))
        .isEqualTo(401);
    assertThat(status(environment, token(JWSAlgorithm.HS256, new MACSigner(SECRET), "wheelhouse")))
        .isEqualTo(401);
  }

  @Test
  void aSecretCountsBesideTheKeysAndForItsOwnAlgorithmOnly() throws Exception {
    RSAKey ours = new RSAKeyGenerator(2048).keyID("ours").generate();
    Map<String, String> environment =
        Map.of("JWT_JWKS_URL", keySet(ours).toString(), "JWT_SECRET", SECRET);

    assertThat(status(environment, token(JWSAlgorithm.RS256, new RSASSASigner(ours), "any")))
        .isEqualTo(200);
    assertThat(status(environment, token(JWSAlgorithm.HS256, new MACSigner(SECRET), "any")))
        .isEqualTo(200);
    assertThat(status(environment, token(JWSAlgorithm.HS384, new MACSigner(SECRET), "any")))
        .isEqualTo(401);
  }

  @Test
  void aFileThatIsNoSetOfKeysEndsTheProgramByName() throws IOException {
    Path file = Files.writeString(folder.resolve("keys.json"), "nonsense");
    HeadlessSettings settings = settings(Map.of("JWT_JWKS_URL", file.toUri().toString()));

    assertThatThrownBy(() -> HeadlessGateway.start(settings))
        .isInstanceOf(SettingsProblem.class)
        .hasMessageStartingWith("JWT_JWKS_URL: There is no set of keys.");
  }

  private URI keySet(RSAKey key) throws IOException {
    Path file = folder.resolve("keys.json");
    Files.writeString(file, new JWKSet(key.toPublicJWK()).toString());
    return file.toUri();
  }

  private static String token(JWSAlgorithm algorithm, JWSSigner signer, String audience)
      throws JOSEException {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .subject("ada")
            .audience(audience)
            .expirationTime(Date.from(Instant.now().plusSeconds(3600)))
            .build();
    SignedJWT token = new SignedJWT(new JWSHeader(algorithm), claims);
    token.sign(signer);
    return token.serialize();
  }

  private static HeadlessSettings settings(Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("WHEELHOUSE_GATEWAY_TOKEN", EnvironmentTest.TOKEN);
    all.put("WHEELHOUSE_GATEWAY_PORT", "0");
    all.put("WHEELHOUSE_GATEWAY_DRAIN_SECONDS", "0");
    return HeadlessSettings.of(all);
  }

  private static int status(Map<String, String> environment, String token) throws Exception {
    HeadlessGateway gateway = HeadlessGateway.start(settings(environment));
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(gateway.address().resolve("/v1/models"))
              .header("Authorization", "Bearer " + token)
              .build();
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } finally {
      gateway.stop();
    }
  }
}
