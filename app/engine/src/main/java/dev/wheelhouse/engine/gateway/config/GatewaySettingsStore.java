// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.config;

import dev.wheelhouse.engine.event.Events;
import java.util.function.UnaryOperator;

/**
 * Keeps the gateway's settings in a file of the home, and the gateway of this process in step with
 * them. Thread-safe.
 */
public interface GatewaySettingsStore {
  GatewaySettings get();

  /**
   * Changes them, writes the file, and puts them in use. When the gateway cannot use them, a {@code
   * ProblemException} says why and nothing has changed.
   */
  GatewaySettings update(UnaryOperator<GatewaySettings> change);

  /** Each change; the present ones first. */
  Events<GatewaySettings> events();
}
