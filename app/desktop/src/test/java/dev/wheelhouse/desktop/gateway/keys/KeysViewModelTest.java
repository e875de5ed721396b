// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.desktop.testing.DirectUiThread;
import dev.wheelhouse.desktop.testing.FakeGatewayServices;
import dev.wheelhouse.desktop.testing.GatewaySamples;
import dev.wheelhouse.desktop.testing.Samples;
import dev.wheelhouse.desktop.testing.TestTasks;
import dev.wheelhouse.engine.gateway.key.GatewayKey;
import dev.wheelhouse.engine.gateway.key.KeyBounds;
import dev.wheelhouse.engine.gateway.key.KeyScope;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KeysViewModelTest {
  private final FakeGatewayServices.Keys keys = new FakeGatewayServices.Keys();
  private final KeysViewModel model =
      new KeysViewModel(keys, TestTasks.direct(new DirectUiThread()), TestTasks.clock());
  private final AtomicInteger done = new AtomicInteger();

  @Test
  void listsTheNewestKeyFirst() {
    GatewaySamples.keys().forEach(keys::add);

    model.load();

    assertThat(model.list()).extracting(GatewayKey::name).startsWith("old laptop");
    assertThat(model.loadedProperty().get()).isTrue();
  }

  @Test
  void makesAKeyWithTheRightsThatWereWritten() {
    model.create(form(" phone ", "llama*, qwen* ", 30, "60", "", "2.50"), done::incrementAndGet);

    assertThat(done).hasValue(1);
    assertThat(model.problemProperty().get()).isNull();
    GatewayKey key = model.list().getFirst();
    assertThat(key.rights().models()).containsExactly("llama*", "qwen*");
    assertThat(key.rights().bounds()).isEqualTo(new KeyBounds(60, 0, 0, 0, 2.5));
    assertThat(key.expiresAt()).isEqualTo(Samples.NOW.plus(Duration.ofDays(30)));
  }

  @Test
  void showsTheSecretOnceAndForgetsIt() {
    model.create(form("phone", "", 0, "", "", ""), done::incrementAndGet);
    assertThat(model.madeProperty().get().token()).startsWith("whk-");

    model.forgetSecret();

    assertThat(model.madeProperty().get()).isNull();
  }

  @Test
  void refusesWhatMakesNoSenseBeforeAnythingIsMade() {
    model.create(form("phone", "", 0, "many", "", ""), done::incrementAndGet);
    assertThat(model.problemProperty().get().evidence().getFirst()).contains("many");
    model.create(form("phone", "", 0, "", "", "-1"), done::incrementAndGet);
    assertThat(model.problemProperty().get().evidence().getFirst()).contains("-1");
    model.create(form(" ", "", 0, "", "", ""), done::incrementAndGet);
    assertThat(model.problemProperty().get().evidence().getFirst()).contains("no name");
    model.create(new KeyForm("phone", Set.of(), "", 0, "", "", ""), done::incrementAndGet);
    assertThat(model.problemProperty().get().evidence().getFirst()).contains("allows nothing");

    assertThat(done).hasValue(0);
    assertThat(keys.list()).isEmpty();
  }

  @Test
  void aRevokedKeyCanBeHonouredAgainOrDeleted() {
    GatewaySamples.keys().forEach(keys::add);
    model.load();
    GatewayKey editor = keys.list().getFirst();

    model.revoke(editor, done::incrementAndGet);
    assertThat(keys.list().getFirst().honoured()).isFalse();

    model.restore(editor);
    assertThat(keys.list().getFirst().honoured()).isTrue();

    model.delete(editor);
    assertThat(model.list()).extracting(GatewayKey::name).doesNotContain("editor");
  }

  private static KeyForm form(
      String name, String models, int days, String requests, String tokens, String budget) {
    return new KeyForm(name, Set.of(KeyScope.CHAT), models, days, requests, tokens, budget);
  }
}
