// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.platform;

import java.net.URI;
import java.util.List;

/** How a Docker engine comes onto this machine. */
public sealed interface InstallPlan {

  /** What will be done, or what the user can do, one sentence for each step. */
  List<String> steps();

  /**
   * Wheelhouse can do it, after asking.
   *
   * @param command runs all steps; asks for the user's password where it has to
   */
  record ByPackage(List<String> steps, List<String> command) implements InstallPlan {
    public ByPackage {
      steps = List.copyOf(steps);
      command = List.copyOf(command);
    }
  }

  /** The user has to. */
  record ByHand(List<String> steps, URI page) implements InstallPlan {
    public ByHand {
      steps = List.copyOf(steps);
    }
  }
}
