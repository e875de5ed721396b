// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.service;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A step of a backup, check or restore did not work; becomes a problem at the border. */
public final class StepFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String service;
  private final String step;
  private final transient List<String> evidence;

  /**
   * @param step what did not work, such as "pg_dump of app ended with 1"
   * @param evidence what the tools said
   */
  public StepFailed(String service, String step, List<String> evidence) {
    this(service, step, evidence, null);
  }

  public StepFailed(String service, String step, List<String> evidence, @Nullable Throwable cause) {
    super(service + ": " + step + " " + evidence, cause);
    this.service = service;
    this.step = step;
    this.evidence = List.copyOf(evidence);
  }

  public String service() {
    return service;
  }

  public String step() {
    return step;
  }

  public List<String> evidence() {
    return evidence;
  }
}
