// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.backups;

import dev.wheelhouse.desktop.theme.Tone;
import dev.wheelhouse.engine.backup.BackupSummary;
import dev.wheelhouse.engine.backup.VerifyLevel;

/** How far a backup was proven, in words. */
record Proof(Tone tone, String words, String details) {

  static Proof of(BackupSummary backup) {
    if (!backup.damage().isEmpty()) {
      return new Proof(Tone.DANGER, "Damaged", String.join("\n", backup.damage()));
    }
    VerifyLevel level = backup.provenLevel();
    if (level == null) {
      return new Proof(Tone.WARN, "Not proven", "Nobody has checked that it can be read");
    }
    return switch (level) {
      case L1 -> new Proof(Tone.OK, "Files match", "Size and SHA-256 of every file match");
      case L2 -> new Proof(Tone.OK, "Readable", "Every part was read whole by its own tool");
      case L3 ->
          new Proof(
              Tone.OK,
              "Restored in a test",
              "It was restored into throw-away containers and counted");
    };
  }
}
