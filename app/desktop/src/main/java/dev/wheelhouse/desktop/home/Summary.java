// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.home;

import dev.wheelhouse.desktop.format.States;
import dev.wheelhouse.desktop.format.Times;
import dev.wheelhouse.engine.backup.BackupSummary;
import dev.wheelhouse.engine.stack.Stack;
import dev.wheelhouse.engine.stack.StackState;
import dev.wheelhouse.engine.text.Sizes;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one line that says how the stack is: "Running · 8 of 8 healthy · up 2 h 14 m · 3.1 GB ·
 * backup 6 h ago, proven".
 *
 * @param memoryBytes -1 when not measured
 * @param backups whether the list of backups is known
 * @param newest null without a backup
 */
record Summary(Stack stack, long memoryBytes, boolean backups, @Nullable BackupSummary newest) {

  String text(Instant now, ZoneId zone) {
    List<String> parts = new ArrayList<>();
    parts.add(
        stack.state() == StackState.UNKNOWN
            ? "Its state is not known without an engine"
            : States.word(stack.state()));
    if (stack.since() != null) {
      parts.add(stack.healthy() + " of " + stack.services().size() + " healthy");
      parts.add("up " + Times.coarse(Duration.between(stack.since(), now)));
    }
    if (memoryBytes >= 0 && stack.since() != null) {
      parts.add(Sizes.memory(memoryBytes));
    }
    if (backups) {
      parts.add(backup(now, zone));
    }
    return String.join(" · ", parts);
  }

  private String backup(Instant now, ZoneId zone) {
    BackupSummary last = newest;
    if (last == null) {
      return "no backup yet";
    }
    String age = "backup " + Times.ago(last.createdAt(), now, zone);
    if (!last.damage().isEmpty()) {
      return age + ", damaged";
    }
    return last.provenLevel() == null ? age + ", not proven" : age + ", proven";
  }
}
