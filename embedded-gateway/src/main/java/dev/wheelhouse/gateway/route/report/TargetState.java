// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route.report;

import java.util.Locale;

/** Whether a target is asked. */
public enum TargetState {
  /** It may be asked. */
  READY,
  /** It was left alone; the next request tries whether it works again. */
  PROBING,
  /** It failed too often, or cannot be reached. */
  BROKEN,
  /** It asked to wait. */
  RATE_LIMITED,
  /** It refuses the key. */
  MISCONFIGURED,
  /** Its upstream is not set up, or does not have the model. */
  MISSING,
  /** The privacy pin or the cost cap keeps it out. */
  EXCLUDED;

  /** Its name in answers. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
