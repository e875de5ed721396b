// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.read;

import dev.wheelhouse.engine.problem.ProblemException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads the Compose file of each folder below the given one and says how that went. */
final class BombReader {
  private BombReader() {}

  /** The folder is the only argument. */
  public static void main(String[] arguments) throws IOException {
    List<Path> folders;
    try (Stream<Path> entries = Files.list(Path.of(arguments[0]))) {
      folders = entries.sorted().toList();
    }
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    for (Path folder : folders) {
      long start = threads.getCurrentThreadCpuTime();
      String result = read(folder.resolve("compose.yaml"));
      long millis = (threads.getCurrentThreadCpuTime() - start) / 1_000_000;
      System.out.println(
          folder.getFileName() + " => " + result + " after " + millis + " ms of processor time");
    }
  }

  private static String read(Path file) {
    try {
      ComposeLoader.load(file, Map.of(), Trust.IMPORTED);
      return "read";
    } catch (ProblemException e) {
      return "refused: " + e.problem().cause();
    }
  }
}
