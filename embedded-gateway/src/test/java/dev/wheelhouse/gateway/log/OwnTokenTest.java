// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.gateway.secret.Secret;
import org.junit.jupiter.api.Test;

/** The gateway's own token in texts that are kept. */
class OwnTokenTest {
  private static final String TOKEN = "5dQ2c8e7\\f1a\"9b3064";

  @Test
  void findsItWhereverTheTextWasCut() {
    String inJson = TOKEN.replace("\\", "\\\\").replace("\"", "\\\"");
    String text = "Why is %s refused? %s, %s".formatted(TOKEN, inJson, TOKEN);
    OwnToken own = new OwnToken(Secret.of(TOKEN));
    for (int end = 0; end <= text.length(); end++) {
      String kept = own.scrub(text.substring(0, end));
      assertThat(kept).as("cut at " + end).doesNotContain("5dQ2c").doesNotContain("9b306");
    }
    assertThat(own.scrub(text)).startsWith("Why is [removed] refused?");
  }

  @Test
  void findsItAsJsonWritesIt() {
    OwnToken own = new OwnToken(Secret.of(TOKEN));
    String json = "{\"content\":\"5dQ2c8e7\\\\f1a\\\"9b3064\"}";
    assertThat(own.scrub(json)).isEqualTo("{\"content\":\"[removed]\"}");
  }

  @Test
  void leavesOtherTextsAsTheyAre() {
    assertThat(new OwnToken(Secret.of("abc")).scrub("an abc of words"))
        .isEqualTo("an abc of words");
    assertThat(new OwnToken(Secret.none()).scrub("words")).isEqualTo("words");
    assertThat(new OwnToken(Secret.of(TOKEN)).scrub("words 5dQ")).isEqualTo("words 5dQ");
  }
}
