// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.telemetry;

/** Looks at requests. Called on their threads, so it must not wait, and it must not throw. */
public interface RequestObserver {
  /** Sees nothing. */
  RequestObserver NONE = _ -> {};

  /** A request starts. */
  default void started(RequestScope scope) {}

  /** A request is over: its answer is out. */
  void ended(RequestScope scope);
}
