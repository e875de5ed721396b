// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.home;

import dev.wheelhouse.engine.docker.DockerConnection;
import dev.wheelhouse.engine.stack.Stack;
import org.jspecify.annotations.Nullable;

/** What Home is about now. */
enum HomeMode {
  /** Nothing is known yet. */
  LOADING,
  /** No engine answers: cause, what was tried, remedy. */
  NO_ENGINE,
  /** One large Start with what it will do. */
  STOPPED,
  STARTING,
  /** At least a part of it runs. */
  RUNNING,
  STOPPING;

  static HomeMode of(DockerConnection.State engine, @Nullable Stack stack) {
    return switch (engine) {
      case DockerConnection.State.Connecting _ -> LOADING;
      case DockerConnection.State.Disconnected _ -> NO_ENGINE;
      case DockerConnection.State.Connected _ -> stack == null ? LOADING : of(stack);
    };
  }

  private static HomeMode of(Stack stack) {
    return switch (stack.state()) {
      case UNKNOWN -> LOADING;
      case STOPPED -> STOPPED;
      case STARTING -> STARTING;
      case RUNNING, DEGRADED -> RUNNING;
      case STOPPING -> STOPPING;
    };
  }
}
