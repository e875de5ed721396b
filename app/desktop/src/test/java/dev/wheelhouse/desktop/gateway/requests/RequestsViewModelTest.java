// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.requests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.desktop.testing.DirectUiThread;
import dev.wheelhouse.desktop.testing.FakeGatewayServices;
import dev.wheelhouse.desktop.testing.GatewaySamples;
import dev.wheelhouse.desktop.testing.TestTasks;
import dev.wheelhouse.engine.gateway.request.RequestEntry;
import dev.wheelhouse.engine.gateway.request.RequestEntry.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javafx.collections.ListChangeListener;
import org.junit.jupiter.api.Test;

class RequestsViewModelTest {
  private static final Duration WHILE = Duration.ofSeconds(2);

  private final DirectUiThread ui = new DirectUiThread();
  private final FakeGatewayServices services = new FakeGatewayServices();
  private final RequestsViewModel model =
      new RequestsViewModel(services.requests, services.settings, TestTasks.direct(ui));

  @Test
  void addsNewRequestsAtTheTopAndLeavesTheOthersAlone() {
    List<RequestEntry> entries = GatewaySamples.requests(5);
    entries.subList(0, 3).forEach(services.requests::add);
    model.follow(true);
    assertThat(model.shown()).hasSize(3).first().isEqualTo(entries.get(2));
    List<String> changes = new ArrayList<>();
    model
        .shown()
        .addListener(
            (ListChangeListener<RequestEntry>)
                change -> {
                  while (change.next()) {
                    changes.add(change.getAddedSize() + " new, " + change.getRemovedSize());
                  }
                });

    ui.advance(WHILE);
    assertThat(changes).as("nothing is drawn while nothing happens").isEmpty();

    entries.subList(3, 5).forEach(services.requests::add);
    ui.advance(WHILE);
    assertThat(changes).containsExactly("2 new, 0");
    assertThat(model.shown()).first().isEqualTo(entries.get(4));
  }

  @Test
  void asksNothingWhileItIsNotOnShow() {
    model.follow(true);
    assertThat(ui.timers()).isEqualTo(1);

    model.follow(false);

    assertThat(ui.timers()).isZero();
  }

  @Test
  void findsRequestsByAnyOfTheirWordsAndByTheirEnd() {
    GatewaySamples.requests(60).forEach(services.requests::add);
    model.follow(true);

    model.filter(new Filter(" CLAUDE", null));
    assertThat(model.shown())
        .isNotEmpty()
        .allMatch(entry -> entry.asked().model().startsWith("claude"));

    model.filter(new Filter("", Outcome.FAILED));
    assertThat(model.shown())
        .isNotEmpty()
        .allMatch(entry -> entry.result().outcome() == Outcome.FAILED);

    model.filter(new Filter("nothing has this", null));
    assertThat(model.shown()).isEmpty();
    assertThat(model.longest()).isZero();
  }

  @Test
  void keepsWhatTheUserSaysOfAnAnswer() {
    List<RequestEntry> entries = GatewaySamples.requests(2);
    services.requests.add(entries.getFirst());

    model.rate(entries.getFirst(), -1);
    assertThat(services.requests.scores).containsEntry(entries.getFirst().id(), -1.0);
    assertThat(model.problemProperty().get()).isNull();

    model.rate(entries.getLast(), 1);
    assertThat(model.problemProperty().get().evidence().getFirst()).contains("not in the log");
  }

  @Test
  void clearsExportsAndChangesWhatIsLogged() {
    GatewaySamples.requests(4).forEach(services.requests::add);
    model.follow(true);
    List<Long> exported = new ArrayList<>();

    model.export(Path.of("requests.jsonl"), exported::add);
    model.keepContents(true);
    model.clear();

    assertThat(exported).containsExactly(4L);
    assertThat(services.settings.get().log().contents()).isTrue();
    assertThat(model.settingsProperty().get().contents()).isTrue();
    assertThat(model.all()).isEmpty();
    assertThat(model.sizeProperty().get().entries()).isZero();

    model.log(false);
    assertThat(services.settings.get().log().on()).isFalse();
  }
}
