// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
  private static final String CANARY = "Zq7Canary9xW4secret0Value";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization: Bearer %s",
        "authorization: basic %s",
        "password=%s and more",
        "\"api_key\": \"%s\"",
        "POSTGRES_PASSWORD=%s",
        "--token=%s",
        "postgres://user:%s@db:5432/app",
        "Incorrect API key provided: sk-%s. You can find",
        "key AIza%s",
        "xai-%s",
        "ghp_%s",
        "jwt eyJhbGciOiJIUzI1NiJ9.%s.abc",
      })
  void hidesWhatLooksLikeASecret(String shape) {
    String cleaned = Redaction.clean(shape.formatted(CANARY));

    assertThat(cleaned).doesNotContain(CANARY).contains(Redaction.HIDDEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-02 listening on http://127.0.0.1:11435",
        "the bearer of bad news",
        "12 tokens in 3 s",
        "password authentication failed for user \"x\"",
        "GET /v1/models 200",
        "sk-short",
      })
  void leavesOrdinaryLinesAlone(String line) {
    assertThat(Redaction.clean(line)).isEqualTo(line);
  }

  @Property(tries = 300)
  void neverFails(@ForAll String text) {
    assertThatCode(() -> Redaction.clean(text)).doesNotThrowAnyException();
  }

  @Test
  void staysQuickOnLongLines() {
    String nasty = "password=".repeat(2000) + "://".repeat(2000) + "a".repeat(50_000);

    Assertions.assertTimeout(Duration.ofSeconds(2), () -> Redaction.clean(nasty));
  }
}
