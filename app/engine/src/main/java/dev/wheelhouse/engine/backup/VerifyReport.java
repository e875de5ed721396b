// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup;

import java.time.Duration;
import java.util.List;

/**
 * What a verification found.
 *
 * @param level the level that ran
 * @param findings what is wrong, naming the member; empty when all is good
 * @param checks what was looked at, one line each
 */
public record VerifyReport(
    BackupId backup, VerifyLevel level, List<String> findings, List<String> checks, Duration took) {
  public boolean good() {
    return findings.isEmpty();
  }
}
