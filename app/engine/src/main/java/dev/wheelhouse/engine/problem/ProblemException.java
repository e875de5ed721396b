// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.problem;

import org.jspecify.annotations.Nullable;

/** Carries a {@link Problem} to the border that shows it. */
public final class ProblemException extends RuntimeException {
  private final transient Problem problem;

  public ProblemException(Problem problem) {
    this(problem, null);
  }

  public ProblemException(Problem problem, @Nullable Throwable cause) {
    super(problem.cause(), cause);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
