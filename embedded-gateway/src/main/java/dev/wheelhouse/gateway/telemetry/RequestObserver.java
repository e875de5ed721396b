// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.telemetry;

/** Looks at requests. Called on their threads, so it must not wait, and it must not throw. */
public interface RequestObserver {
  /** Sees nothing. */
  RequestObserver NONE = _ -> {};

  /** Shows each request to both. */
  static RequestObserver both(RequestObserver one, RequestObserver other) {
    return new RequestObserver() {
      @Override
      public void started(RequestScope scope) {
        one.started(scope);
        other.started(scope);
      }

      @Override
      public void ended(RequestScope scope) {
        one.ended(scope);
        other.ended(scope);
      }
    };
  }

  /** A request starts. */
  default void started(RequestScope scope) {}

  /** A request is over: its answer is out. */
  void ended(RequestScope scope);
}
