// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.gateway.limit.GatewayLimits;
import dev.wheelhouse.gateway.secret.Secret;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A configuration that exists is one that can be started. */
class ConfigTest {
  @Test
  void refusesToRunWithoutAToken() {
    assertKind(
        GatewayException.Kind.TOKEN_MISSING, () -> GatewayConfig.of(0, Secret.none(), List.of()));
  }

  @Test
  void refusesWhatIsNoOrigin() {
    for (String bad :
        List.of("*", "null", "", "page.example", "https://page.example/", "https://a/b", "x y")) {
      assertKind(
          GatewayException.Kind.BAD_ORIGIN,
          () ->
              new GatewayConfig(
                  "127.0.0.1",
                  0,
                  Secret.random(),
                  List.of(),
                  Set.of(bad),
                  GatewayLimits.defaults()));
    }
  }

  @Test
  void acceptsOriginsOfPagesAndExtensions() {
    Set<String> origins = Set.of("https://page.example:8443", "chrome-extension://abcdef");
    GatewayConfig config =
        new GatewayConfig(
            "127.0.0.1", 0, Secret.random(), List.of(), origins, GatewayLimits.defaults());
    assertThat(config.allowedOrigins()).isEqualTo(origins);
  }

  @Test
  void saysWhyAnUpstreamsAddressCannotBeUsed() {
    assertThatThrownBy(
            () -> new UpstreamConfig.Ollama("far", URI.create("http://203.0.113.9:11434")))
        .isInstanceOf(GatewayException.class)
        .hasMessage(
            "The address of upstream far cannot be used: http is only for this machine and private"
                + " networks: use https.");
    assertKind(
        GatewayException.Kind.BAD_UPSTREAM_ADDRESS,
        () ->
            new UpstreamConfig.OpenAiCompatible(
                "x", URI.create("https://169.254.169.254/v1"), Secret.none()));
  }

  @Test
  void refusesNamesThatCouldNotStandBeforeAModel() {
    for (String bad : List.of("", "a/b", "a:b", " a", "-a", "x".repeat(65))) {
      assertThatThrownBy(() -> new UpstreamConfig.Ollama(bad, URI.create("http://127.0.0.1:1")))
          .as(bad)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void showsNoSecret() {
    Secret key = Secret.of("sk-very-secret");
    UpstreamConfig upstream =
        new UpstreamConfig.OpenAiCompatible("x", URI.create("https://api.example/v1"), key);
    GatewayConfig config = GatewayConfig.of(0, Secret.of("token-very-secret"), List.of(upstream));
    assertThat(config.toString()).doesNotContain("very-secret");
  }

  private static void assertKind(
      GatewayException.Kind kind, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(GatewayException.class, e -> assertThat(e.kind()).isEqualTo(kind));
  }
}
