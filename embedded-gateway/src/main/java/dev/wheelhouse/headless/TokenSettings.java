// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.headless;

import dev.wheelhouse.gateway.key.JwtRules;
import dev.wheelhouse.gateway.limit.KeyLimits;
import dev.wheelhouse.gateway.secret.Secret;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Whose signed tokens count: those of another service of the stack, which logs people in. */
final class TokenSettings {
  static final String KEYS = "JWT_JWKS_URL";
  static final String AUDIENCE = "JWT_AUDIENCE";
  private static final List<String> SECRETS = List.of("JWT_SECRET", "JWT_SECRET_KEY");

  private TokenSettings() {}

  /** By a shared secret, by published keys, or by both; none when neither is set. */
  static Optional<JwtRules> read(Variables variables) {
    Optional<String> secretName = SECRETS.stream().filter(variables::has).findFirst();
    Optional<Secret> secret = secretName.flatMap(variables::secret);
    Optional<URI> keys = variables.value(KEYS).map(TokenSettings::address);
    if (secret.isEmpty() && keys.isEmpty()) {
      return Optional.empty();
    }
    secret.ifPresent(value -> requireLength(secretName.orElseThrow(), value));
    String audience = variables.text(AUDIENCE).orElse("");
    try {
      return Optional.of(
          new JwtRules(secret.orElse(Secret.none()), keys, audience, KeyLimits.NONE));
    } catch (IllegalArgumentException e) {
      throw new SettingsProblem(
          KEYS,
          "Keys are read from a file or over https only.",
          "Write file:///run/secrets/keys.json, or https://….");
    }
  }

  /** Whether an audience is set, but nothing by which a token could be checked. */
  static boolean audienceIsIdle(Variables variables) {
    return variables.has(AUDIENCE)
        && !variables.has(KEYS)
        && SECRETS.stream().noneMatch(variables::has);
  }

  private static void requireLength(String name, Secret secret) {
    try {
      JwtRules.shared(secret);
    } catch (IllegalArgumentException e) {
      throw new SettingsProblem(name, "It is too short to be safe.", "Use 32 characters or more.");
    }
  }

  private static URI address(Variables.Value value) {
    try {
      URI address = URI.create(value.text());
      if ("file".equals(address.getScheme()) && !Files.isReadable(Path.of(address))) {
        throw new SettingsProblem(
            value.name(),
            "The file that it names cannot be read.",
            "Mount it, and let user %s read it.".formatted(System.getProperty("user.name", "?")));
      }
      return address;
    } catch (IllegalArgumentException | java.nio.file.FileSystemNotFoundException e) {
      throw new SettingsProblem(
          value.name(), "It is no address.", "Write file:///run/secrets/keys.json, or https://….");
    }
  }
}
