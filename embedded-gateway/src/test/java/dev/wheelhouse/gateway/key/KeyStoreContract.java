// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.limit.KeyLimits;
import dev.wheelhouse.testing.Wait;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every place for client keys must do. */
abstract class KeyStoreContract {
  static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int ROUNDS = 15;

  /** The place, empty, as one gateway has it. */
  abstract KeyStore store();

  /** The same place as another gateway has it; the same object where nobody else can. */
  abstract KeyStore other();

  @Test
  void isEmptyAtFirst() {
    assertThat(store().read()).isEmpty();
    assertThat(keys(store()).delete("0123456789ab")).isFalse();
    assertThat(keys(store()).change("0123456789ab", key -> key.enabled(false))).isEmpty();
    assertThat(store().read()).isEmpty();
  }

  @Test
  void keepsAllThatAKeyHas() {
    Grant grant =
        new Grant(
            Set.of(Scope.CHAT, Scope.ADMIN),
            ModelNames.of("qwen*", "gpt-5-mini"),
            new KeyLimits(1, 2, 3, 4, 5),
            true);
    ClientKey first =
        keys(store()).create("Ädä's \"key\"", grant, Instant.parse("2999-01-01T00:00:00Z")).key();
    ClientKey second = keys(store()).create("second", Grant.CLIENT, null).key();
    assertThat(keys(store()).change(second.id(), key -> key.enabled(false)))
        .contains(second.enabled(false));
    assertThat(store().read()).containsExactly(first, second.enabled(false));
    seen(List.of(first, second.enabled(false)));
  }

  @Test
  void letsAnotherGatewaySeeEveryChange() throws ApiFailure {
    ClientKeys here = keys(store());
    ClientKeys there = keys(other());
    ClientKeys.Created created = here.create("editor", Grant.CLIENT, null);
    String token = created.token().reveal();
    Wait.until("it opens there too", () -> finds(there, token), PATIENCE);
    here.change(created.key().id(), key -> key.enabled(false));
    assertThatThrownBy(() -> here.find(token)).hasMessageContaining("switched off");
    Wait.until("it is refused there too", () -> refuses(there, token), PATIENCE);
    there.change(created.key().id(), key -> key.enabled(true));
    assertThat(there.find(token)).as("who changed it sees it at once").isPresent();
    Wait.until("it opens here again", () -> finds(here, token), PATIENCE);
    assertThat(there.delete(created.key().id())).isTrue();
    assertThat(there.find(token)).isEmpty();
    Wait.until("it is unknown here", () -> !finds(here, token) && !refuses(here, token), PATIENCE);
  }

  @Test
  void losesNoKeyWhenManyAreMadeAtOnce() throws Exception {
    List<Callable<ClientKeys.Created>> makers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      ClientKeys keys = keys(i % 2 == 0 ? store() : other());
      String name = "client " + i;
      makers.add(() -> keys.create(name, Grant.CLIENT, null));
    }
    List<String> made = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<ClientKeys.Created> each : threads.invokeAll(makers)) {
        made.add(each.get().key().id());
      }
    }
    Wait.until("all are there", () -> store().read().size() == 20, PATIENCE);
    assertThat(store().read()).extracting(ClientKey::id).containsExactlyInAnyOrderElementsOf(made);
  }

  @Test
  void undoesNothingThatSomebodyElseChangesAtTheSameTime() throws Exception {
    ClientKey key = keys(store()).create("editor", Grant.CLIENT, null).key();
    for (int round = 1; round <= ROUNDS; round++) {
      boolean on = round % 2 == 0;
      KeyLimits limits = new KeyLimits(round, 0, 0, 0, 0);
      CyclicBarrier together = new CyclicBarrier(2);
      Callable<Optional<ClientKey>> turn =
          () -> {
            together.await();
            return keys(store()).change(key.id(), now -> now.enabled(on));
          };
      Callable<Optional<ClientKey>> limit =
          () -> {
            together.await();
            return keys(other()).change(key.id(), now -> now.with(now.grant().withLimits(limits)));
          };
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (Future<Optional<ClientKey>> each : threads.invokeAll(List.of(turn, limit))) {
          assertThat(each.get()).isPresent();
        }
      }
      ClientKey both = key.enabled(on).with(key.grant().withLimits(limits));
      // what is kept counts, not what one of them has seen of it so far
      assertThat(store().change(now -> now)).as("round " + round).containsExactly(both);
    }
  }

  @Test
  void changesNothingWhenTheChangeFails() {
    ClientKey key = keys(store()).create("editor", Grant.CLIENT, null).key();
    assertThatThrownBy(() ->
            store()
                .change(_ -> {
                  throw new IllegalStateException("on purpose");
                }))
        .hasStackTraceContaining("on purpose");
    assertThat(store().read()).containsExactly(key);
    assertThat(keys(store()).delete(key.id())).as("it can be changed again").isTrue();
  }

  @Test
  void tellsByItsVersionThatKeysHaveChanged() {
    ClientKey key = keys(store()).create("editor", Grant.CLIENT, null).key();
    Object version = store().version();
    assertThat(store().version()).isEqualTo(version);
    keys(store()).change(key.id(), now -> now.enabled(false));
    assertThat(store().version()).isNotEqualTo(version);
    Object off = store().version();
    keys(other()).change(key.id(), now -> now.enabled(true));
    Wait.until("another gateway's change is seen", () -> !store().version().equals(off), PATIENCE);
  }

  final ClientKeys keys(KeyStore store) {
    return new ClientKeys(store, Clock.systemUTC());
  }

  private void seen(List<ClientKey> expected) {
    Wait.until("another gateway has them", () -> other().read().equals(expected), PATIENCE);
  }

  static boolean finds(ClientKeys keys, String token) {
    try {
      return keys.find(token).isPresent();
    } catch (ApiFailure e) {
      return false;
    }
  }

  private static boolean refuses(ClientKeys keys, String token) {
    try {
      keys.find(token);
      return false;
    } catch (ApiFailure e) {
      return true;
    }
  }
}
