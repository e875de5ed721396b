// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup;

import dev.wheelhouse.engine.stack.StackId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One backup as the list shows it.
 *
 * @param sizeBytes of all members
 * @param members what it holds
 * @param provenLevel highest level passed; null when never verified
 * @param provenAt null when never verified
 * @param damage empty unless the last verification found damage
 */
public record BackupSummary(
    BackupId id,
    StackId stack,
    Instant createdAt,
    Duration took,
    long sizeBytes,
    List<Member> members,
    @Nullable VerifyLevel provenLevel,
    @Nullable Instant provenAt,
    List<String> damage,
    Path folder) {

  /**
   * One service's part.
   *
   * @param kind postgres, redis, chroma …
   * @param method how it was taken: {@code pg_dump}, {@code bgsave}, {@code stopped-copy}
   * @param counts what was counted at backup time, for people: "rows in app.messages: 120"
   */
  public record Member(
      String service, String kind, String method, long sizeBytes, List<String> counts) {}
}
