// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.operation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.wheelhouse.engine.platform.PrivateFiles;
import dev.wheelhouse.engine.problem.InputProblem.FileTrouble;
import dev.wheelhouse.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one stack's operations: {@code operation.json} says what is at work, written before
 * each step, and {@code restored.json} which volumes past restores replaced. Only who holds the
 * stack's lock writes.
 */
public final class OperationJournal {
  private static final Logger log = LoggerFactory.getLogger(OperationJournal.class);
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  private final Path folder;

  /**
   * One restore whose old volumes are kept.
   *
   * @param change the last change between its volumes: the restore's, or an undo's
   * @param undone whether that change led away from the restored volumes
   */
  public record Restored(String backup, Instant at, Operation.Change change, boolean undone) {
    public Restored {
      Objects.requireNonNull(backup, "backup");
      Objects.requireNonNull(at, "at");
      Objects.requireNonNull(change, "change");
    }
  }

  public OperationJournal(Path folder) {
    this.folder = folder;
  }

  public Path folder() {
    return folder;
  }

  /** What was at work; a file that cannot be read is set aside and named in the log. */
  public Optional<Operation> read() {
    return read(operationFile(), new TypeReference<Operation>() {});
  }

  public void write(Operation operation) {
    write(operationFile(), operation);
  }

  /** The operation has ended and left nothing behind. */
  public void clear() {
    try {
      Files.deleteIfExists(operationFile());
    } catch (IOException e) {
      throw trouble(operationFile(), e);
    }
  }

  /** Past restores with volumes that may still be there, oldest first. */
  public List<Restored> restored() {
    return read(restoredFile(), new TypeReference<List<Restored>>() {}).orElse(List.of());
  }

  public void setRestored(List<Restored> all) {
    write(restoredFile(), all);
  }

  private Path operationFile() {
    return folder.resolve("operation.json");
  }

  private Path restoredFile() {
    return folder.resolve("restored.json");
  }

  private static void write(Path file, Object value) {
    try {
      PrivateFiles.write(file, JSON.writeValueAsBytes(value));
    } catch (JsonProcessingException e) {
      throw trouble(file, e);
    }
  }

  private static <T> Optional<T> read(Path file, TypeReference<T> type) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(Files.readAllBytes(file), type));
    } catch (JsonProcessingException e) {
      Path aside = file.resolveSibling(file.getFileName() + ".unreadable");
      log.warn("{} cannot be read and is set aside as {}", file, aside, e);
      try {
        Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException again) {
        throw trouble(file, again);
      }
      return Optional.empty();
    } catch (IOException e) {
      throw trouble(file, e);
    }
  }

  private static ProblemException trouble(Path file, IOException e) {
    return new ProblemException(new FileTrouble(file.toString(), e.toString()), e);
  }
}
