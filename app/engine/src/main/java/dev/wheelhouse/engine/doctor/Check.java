// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.doctor;

import dev.wheelhouse.engine.problem.Problem;
import java.util.List;

/**
 * What one look found.
 *
 * @param name what was looked at, such as "Docker engine"
 * @param finding what was found, in one sentence without a final stop
 * @param evidence what was seen; may be empty
 * @param remedy what to do; empty when all is well
 */
public record Check(
    String name, Verdict verdict, String finding, List<String> evidence, String remedy) {
  /** How a finding is meant. */
  public enum Verdict {
    GOOD,
    ATTENTION,
    BAD
  }

  public Check {
    evidence = List.copyOf(evidence);
  }

  static Check good(String name, String finding) {
    return new Check(name, Verdict.GOOD, finding, List.of(), "");
  }

  static Check attention(String name, String finding, String remedy) {
    return new Check(name, Verdict.ATTENTION, finding, List.of(), remedy);
  }

  static Check of(String name, Verdict verdict, Problem problem) {
    return new Check(name, verdict, problem.cause(), problem.evidence(), problem.remedy());
  }
}
