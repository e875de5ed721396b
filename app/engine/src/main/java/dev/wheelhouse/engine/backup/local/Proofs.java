// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.local;

import dev.wheelhouse.engine.backup.VerifyLevel;
import dev.wheelhouse.engine.backup.format.ProofFile;
import dev.wheelhouse.engine.backup.format.ProofFile.Proof;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of how good a backup is. */
final class Proofs {
  private Proofs() {}

  /** Keeps the result, unless it says less than what is known. */
  static void record(Path folder, VerifyRun.Result result, Instant at) throws IOException {
    Optional<Proof> known = ProofFile.read(folder);
    VerifyLevel passed = result.passed();
    boolean saysLess =
        result.findings().isEmpty()
            && passed != null
            && known.filter(proof -> proof.findings().isEmpty()).isPresent()
            && known.map(Proofs::level).filter(level -> level.compareTo(passed) > 0).isPresent();
    if (!saysLess) {
      ProofFile.write(
          folder,
          new Proof(
              passed == null ? null : passed.name(),
              at,
              ProofFile.manifestSha256(folder),
              result.findings()));
    }
  }

  /** The level of a proof; null without one, or for one that this version does not know. */
  static @Nullable VerifyLevel level(Proof proof) {
    for (VerifyLevel level : VerifyLevel.values()) {
      if (level.name().equals(proof.level())) {
        return level;
      }
    }
    return null;
  }
}
