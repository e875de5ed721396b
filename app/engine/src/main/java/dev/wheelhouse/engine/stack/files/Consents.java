// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.engine.compose.ComposeDanger;
import dev.wheelhouse.engine.platform.PrivateFiles;
import dev.wheelhouse.engine.problem.InputProblem;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.stack.StackId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What people have said yes to when they imported a stack. Kept beside the stacks' folders and not
 * in them: a container that mounts its stack's folder must not write its own consent.
 */
final class Consents {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;

  Consents(Path stacks) {
    this.folder = stacks.resolve(".consents");
  }

  void write(StackId id, List<ComposeDanger> dangers) {
    ObjectNode node = JSON.createObjectNode();
    TreeSet<String> accepted = new TreeSet<>();
    dangers.forEach(danger -> accepted.add(text(danger)));
    accepted.forEach(node.putArray("accepted")::add);
    PrivateFiles.write(file(id), node.toPrettyString().getBytes(StandardCharsets.UTF_8));
  }

  void remove(StackId id) {
    try {
      Files.deleteIfExists(file(id));
    } catch (IOException e) {
      throw new ProblemException(
          new InputProblem.FileTrouble(file(id).toString(), String.valueOf(e.getMessage())), e);
    }
  }

  /** What was accepted; empty for a stack that was not imported. */
  Optional<Set<String>> read(StackId id) {
    Path file = file(id);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      Set<String> accepted = new TreeSet<>();
      JsonNode node = JSON.readTree(Files.readString(file));
      node.path("accepted").forEach(item -> accepted.add(item.asText()));
      return Optional.of(accepted);
    } catch (JsonProcessingException e) {
      // Nothing that can be read was accepted.
      return Optional.of(Set.of());
    } catch (IOException e) {
      throw new ProblemException(
          new InputProblem.FileTrouble(file.toString(), String.valueOf(e.getMessage())), e);
    }
  }

  /** A danger without its line, which moves when the file is edited. */
  static String text(ComposeDanger danger) {
    return danger.key() + ": " + danger.what() + ": " + danger.why();
  }

  private Path file(StackId id) {
    return folder.resolve(id.value() + ".json");
  }
}
