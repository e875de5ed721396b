// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.providers;

import dev.wheelhouse.engine.gateway.Providers;
import dev.wheelhouse.engine.problem.Problem;

/** What a test of a provider found. */
sealed interface Trial {
  /** It is under way. */
  record Running() implements Trial {}

  /** One of its models answered. */
  record Passed(Providers.Works works) implements Trial {}

  /** It cannot be used; the problem says why. */
  record Failed(Problem problem) implements Trial {}
}
