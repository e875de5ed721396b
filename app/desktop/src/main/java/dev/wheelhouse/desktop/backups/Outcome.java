// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.backups;

import dev.wheelhouse.desktop.format.Times;
import dev.wheelhouse.desktop.theme.Tone;
import dev.wheelhouse.engine.backup.RestoreReport;
import dev.wheelhouse.engine.backup.VerifyReport;
import java.util.List;

/** How a verification or a restore went, until the user closes it. */
record Outcome(Tone tone, String title, List<String> lines) {
  Outcome {
    lines = List.copyOf(lines);
  }

  static Outcome of(VerifyReport report) {
    return report.good()
        ? new Outcome(
            Tone.OK, "The backup is good, checked in " + Times.span(report.took()), report.checks())
        : new Outcome(Tone.DANGER, "The backup is damaged", report.findings());
  }

  static Outcome of(RestoreReport report) {
    return new Outcome(Tone.OK, "Restored in " + Times.span(report.took()), report.comparisons());
  }
}
