// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.format;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.wheelhouse.engine.platform.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What verifications found so far, kept beside the manifest because the manifest never changes. A
 * proof that cannot be read counts as none.
 */
public final class ProofFile {
  public static final String NAME = "verification.json";

  private static final Logger log = LoggerFactory.getLogger(ProofFile.class);
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  private ProofFile() {}

  /**
   * @param level highest level passed, such as "L2"; null when damage was found before any passed
   * @param manifestSha256 which manifest this is about
   * @param findings of the last verification
   */
  public record Proof(
      @Nullable String level, Instant at, String manifestSha256, List<String> findings) {
    public Proof {
      Objects.requireNonNull(at, "at");
      Objects.requireNonNull(manifestSha256, "manifestSha256");
      findings = List.copyOf(findings);
    }
  }

  /** SHA-256 of the folder's manifest; empty when it cannot be read. */
  public static String manifestSha256(Path folder) {
    try {
      return MemberFile.sha256(Files.readAllBytes(folder.resolve(ManifestFile.NAME)));
    } catch (IOException e) {
      log.debug("no manifest in {}", folder, e);
      return "";
    }
  }

  public static void write(Path folder, Proof proof) throws IOException {
    PrivateFiles.write(folder.resolve(NAME), JSON.writeValueAsBytes(proof));
  }

  /** The proof, where there is one about this very manifest. */
  public static Optional<Proof> read(Path folder) {
    Path file = folder.resolve(NAME);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      Proof proof = JSON.readValue(Files.readAllBytes(file), Proof.class);
      return Optional.of(proof)
          .filter(known -> known.manifestSha256().equals(manifestSha256(folder)));
    } catch (IOException e) {
      log.debug("unreadable proof in {}", folder, e);
      return Optional.empty();
    }
  }
}
