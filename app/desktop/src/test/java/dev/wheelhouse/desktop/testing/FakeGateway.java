// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.testing;

import dev.wheelhouse.engine.event.EventBus;
import dev.wheelhouse.engine.event.Events;
import dev.wheelhouse.engine.gateway.LocalGateway;
import java.net.URI;
import java.util.List;

/** A gateway whose state the test sets. */
public final class FakeGateway implements LocalGateway {
  private final EventBus<State> events = new EventBus<>(() -> List.of(state()));
  private volatile State state = new State.Listening(URI.create("http://127.0.0.1:11435"), false);

  /** Changes the state and says so. */
  public void become(State wanted) {
    state = wanted;
    events.publish(wanted);
  }

  @Override
  public State start() {
    return state;
  }

  @Override
  public State state() {
    return state;
  }

  @Override
  public Events<State> events() {
    return events;
  }

  @Override
  public String token() {
    return "wh-3f9c1b7e5d2a48609c1be7f4a0d35b82";
  }
}
