// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker.fake;

import dev.wheelhouse.engine.problem.EngineProblem;
import dev.wheelhouse.engine.problem.InputProblem;
import dev.wheelhouse.engine.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Packs and unpacks the files of a fake container. */
final class FakeArchive {
  private FakeArchive() {}

  static InputStream pack(FakeContainer container, String path) {
    Map<String, byte[]> chosen = new TreeMap<>();
    String base = path.substring(0, path.lastIndexOf('/') + 1);
    container.files.forEach((name, content) -> {
      if (name.equals(path) || name.startsWith(path + "/")) {
        chosen.put(name.substring(base.length()), content);
      }
    });
    if (chosen.isEmpty()) {
      throw new ProblemException(new EngineProblem.NotFound("file", path));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : chosen.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
        entry.setSize(file.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(file.getValue());
        tar.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ByteArrayInputStream(bytes.toByteArray());
  }

  static void unpack(FakeContainer container, String folder, InputStream input) {
    try (TarArchiveInputStream tar = new TarArchiveInputStream(input)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        container.files.put(folder + "/" + entry.getName(), tar.readAllBytes());
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new ProblemException(new InputProblem.BadInput("The archive", "no tar", ""), e);
    }
  }
}
