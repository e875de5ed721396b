// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway;

import dev.wheelhouse.engine.problem.InputProblem.BadInput;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.headless.HeadlessGateway;
import dev.wheelhouse.headless.SettingsProblem;
import java.net.URI;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The gateway as its container image runs it: by the environment alone, without home and Docker.
 */
public final class HeadlessRun {
  private HeadlessRun() {}

  /**
   * Runs until the process is told to end, and ends it. Logs go where the environment says.
   *
   * @param listening takes the address once it answers
   * @throws ProblemException with {@code BadInput} when a setting cannot be used
   */
  public static void untilTold(Map<String, String> environment, Consumer<URI> listening) {
    try {
      HeadlessGateway.serve(environment, true, listening);
    } catch (SettingsProblem e) {
      throw new ProblemException(new BadInput(e.setting(), e.cause(), e.remedy()), e);
    }
  }
}
