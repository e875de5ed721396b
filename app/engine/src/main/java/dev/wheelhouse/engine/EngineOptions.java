// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine;

import dev.wheelhouse.engine.platform.WheelhouseHome;
import java.time.Clock;
import java.util.Map;

/**
 * What an engine stands on.
 *
 * @param environment the process's variables, such as DOCKER_HOST and OPENAI_API_KEY
 */
public record EngineOptions(WheelhouseHome home, Map<String, String> environment, Clock clock) {
  public EngineOptions {
    environment = Map.copyOf(environment);
  }

  /** The options of this process. */
  public static EngineOptions ofThisProcess() {
    Map<String, String> environment = System.getenv();
    return new EngineOptions(WheelhouseHome.find(environment), environment, Clock.systemUTC());
  }
}
