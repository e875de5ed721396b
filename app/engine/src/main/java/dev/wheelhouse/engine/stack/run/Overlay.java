// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.run;

import dev.wheelhouse.engine.stack.ServiceState;
import java.util.List;

/**
 * What an operation is doing with a service just now; it covers what the engine says.
 *
 * @param detail a short line for humans
 */
record Overlay(ServiceState state, String detail, List<String> waitingFor) {
  static Overlay of(ServiceState state, String detail) {
    return new Overlay(state, detail, List.of());
  }
}
