// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.engine.gateway.LocalGateway.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with the gateway's log shows where people look, also from another process. */
class GatewayNoticesTest {
  @TempDir Path place;
  private GatewayRig rig;

  @BeforeEach
  void start() {
    rig = new GatewayRig(place);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void tellsThatTheLogCannotBeOpened() throws IOException {
    Files.createDirectories(rig.home.data().resolve("gateway-requests.db").resolve("in the way"));
    EmbeddedGateway gateway = rig.open();
    State.Listening listening = (State.Listening) gateway.start();

    assertThat(gateway.services().figures().now().orElseThrow().notices())
        .singleElement()
        .asString()
        .contains("The request log cannot", "Requests are not logged.");
    assertThat(new GatewayHealth(gateway, new OkHttpClient()).notices(listening))
        .isEqualTo(gateway.services().figures().now().orElseThrow().notices());
  }

  @Test
  void tellsNothingWhenAllIsWell() {
    EmbeddedGateway gateway = rig.open();
    State.Listening listening = (State.Listening) gateway.start();

    assertThat(gateway.services().figures().now().orElseThrow().notices()).isEmpty();
    assertThat(new GatewayHealth(gateway, new OkHttpClient()).notices(listening)).isEmpty();
  }
}
