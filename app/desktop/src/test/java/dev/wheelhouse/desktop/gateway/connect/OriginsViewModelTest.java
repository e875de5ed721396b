// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.desktop.testing.DirectUiThread;
import dev.wheelhouse.desktop.testing.FakeGatewayServices;
import dev.wheelhouse.desktop.testing.TestTasks;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginsViewModelTest {
  private final FakeGatewayServices.Settings settings = new FakeGatewayServices.Settings();
  private final OriginsViewModel model =
      new OriginsViewModel(settings, TestTasks.direct(new DirectUiThread()));
  private final AtomicInteger done = new AtomicInteger();

  @ParameterizedTest
  @CsvSource({
    "https://app.example.com, https://app.example.com",
    "' https://App.Example.com/chat?x=1 ', https://app.example.com",
    "http://localhost:5173/, http://localhost:5173",
    "chrome-extension://abcdef, chrome-extension://abcdef"
  })
  void anOriginIsTheBeginningOfAnAddress(String address, String origin) {
    model.allow(address, done::incrementAndGet);

    assertThat(done).hasValue(1);
    assertThat(settings.get().origins()).containsExactly(origin);
    assertThat(model.origins()).containsExactly(origin);
  }

  @Test
  void isListedOnceAndCanBeTakenOff() {
    model.allow("https://a.example.com", done::incrementAndGet);
    model.allow("https://b.example.com", done::incrementAndGet);
    model.allow("https://a.example.com/", done::incrementAndGet);
    assertThat(model.origins()).containsExactly("https://a.example.com", "https://b.example.com");

    model.forbid("https://a.example.com");

    assertThat(settings.get().origins()).containsExactly("https://b.example.com");
  }

  @ParameterizedTest
  @CsvSource({"app.example.com", "*", "null", "https://"})
  void whatIsNoOriginIsRefused(String address) {
    model.allow(address, done::incrementAndGet);

    assertThat(done).hasValue(0);
    assertThat(model.problemProperty().get()).isNotNull();
    assertThat(settings.get().origins()).isEmpty();
  }
}
