// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.engine.gateway.key.GatewayKeys;
import dev.wheelhouse.engine.gateway.key.KeyBounds;
import dev.wheelhouse.engine.gateway.key.KeyRights;
import dev.wheelhouse.engine.gateway.key.KeyScope;
import dev.wheelhouse.engine.gateway.key.NewKey;
import dev.wheelhouse.engine.gateway.state.UpstreamNow;
import dev.wheelhouse.engine.problem.InputProblem.BadInput;
import dev.wheelhouse.engine.problem.InputProblem.FileTrouble;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.testing.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys made here are honoured by the gateway that runs, at once. */
class GatewayKeysTest {
  @TempDir Path place;
  private GatewayRig rig;
  private EmbeddedGateway gateway;
  private GatewayKeys keys;

  @BeforeEach
  void start() {
    rig = new GatewayRig(place);
    gateway = rig.open();
    keys = gateway.services().keys();
    gateway.start();
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void aKeyOpensTheGatewayUntilItIsRevokedAndAgainAfterAnUndo() {
    NewKey made = keys.create("  editor ", KeyRights.CLIENT, null);
    assertThat(made.token()).startsWith(made.key().beginning());
    assertThat(made.toString()).doesNotContain(made.token());
    assertThat(rig.get(gateway, "/v1/models", made.token())).isEqualTo(200);

    keys.revoke(made.key().id());
    assertThat(rig.get(gateway, "/v1/models", made.token())).isEqualTo(401);
    assertThat(keys.list()).singleElement().matches(key -> !key.honoured());

    keys.restore(made.key().id());
    assertThat(rig.get(gateway, "/v1/models", made.token())).isEqualTo(200);

    keys.delete(made.key().id());
    assertThat(rig.get(gateway, "/v1/models", made.token())).isEqualTo(401);
    assertThat(keys.list()).isEmpty();
  }

  @Test
  void keepsWhatAKeyAllowsAcrossAStart() {
    KeyRights rights =
        new KeyRights(
            Set.of(KeyScope.CHAT), List.of("llama*"), new KeyBounds(60, 10_000, 2, 1.5, 20), true);
    Instant expires = Instant.parse("2036-01-01T00:00:00Z");

    keys.create("phone", rights, expires);

    assertThat(rig.open().services().keys().list())
        .singleElement()
        .satisfies(key -> {
          assertThat(key.name()).isEqualTo("phone");
          assertThat(key.rights()).isEqualTo(rights);
          assertThat(key.expiresAt()).isEqualTo(expires);
          assertThat(key.expired(expires)).isTrue();
        });
  }

  @Test
  void saysWhatIsWrongWithANameOrAnId() {
    assertThatThrownBy(() -> keys.create(" ", KeyRights.CLIENT, null))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem()).isInstanceOf(BadInput.class));
    assertThatThrownBy(() -> keys.revoke("nobody"))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem()).isInstanceOf(BadInput.class));
  }

  @Test
  void neverOverwritesAFileOfKeysThatItCannotRead() throws IOException {
    Path file = Files.createDirectories(rig.home.data()).resolve("gateway-keys.json");
    Files.writeString(file, "{broken");

    assertThatThrownBy(() -> keys.create("editor", KeyRights.CLIENT, null))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem()).isInstanceOf(FileTrouble.class));
    assertThat(file).hasContent("{broken");
  }

  @Test
  void figuresTellWhatIsBehindTheGateway() {
    assertThat(rig.open().services().figures().now()).as("one that does not run").isEmpty();

    Wait.until(() -> upstream().health() == UpstreamNow.Health.HEALTHY, Duration.ofSeconds(30));

    assertThat(rig.chat(gateway, "llama3.2:1b", gateway.token()).status()).isEqualTo(200);
    Wait.until(() -> upstream().counts().chats() == 1, Duration.ofSeconds(30));
    assertThat(upstream().models()).contains("llama3.2:1b");
    assertThat(upstream().family()).isEqualTo("ollama");
  }

  private UpstreamNow upstream() {
    return gateway.services().figures().now().orElseThrow().upstreams().getFirst();
  }
}
