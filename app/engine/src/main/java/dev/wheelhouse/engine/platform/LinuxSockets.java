// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.platform;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Finds the owner of a listening port in {@code /proc}: the table of sockets gives the inode and
 * the user, the descriptors of the processes give who holds that inode. Format: proc_net_tcp(5).
 */
final class LinuxSockets {
  private static final String LISTENING = "0A";

  private final Path proc;

  LinuxSockets(Path proc) {
    this.proc = proc;
  }

  Optional<String> holder(int port) {
    return listening("net/tcp", port)
        .or(() -> listening("net/tcp6", port))
        .map(socket -> process(socket).orElseGet(() -> "a program of " + userName(socket.user())));
  }

  private Optional<Listening> listening(String table, int port) {
    String wanted = ":%04X".formatted(port);
    for (String line : lines(proc.resolve(table))) {
      String[] words = line.strip().split("\\s+", -1);
      if (words.length > 9 && words[1].endsWith(wanted) && words[3].equals(LISTENING)) {
        return Optional.of(new Listening(words[7], "socket:[" + words[9] + "]"));
      }
    }
    return Optional.empty();
  }

  private Optional<String> process(Listening socket) {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path process : processes) {
        if (holds(process, socket.link())) {
          return Optional.of(Ports.named(name(process), process.getFileName().toString()));
        }
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  /** Other users' descriptors cannot be read, and processes end while we look: both mean no. */
  private static boolean holds(Path process, String link) {
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path descriptor : descriptors) {
        if (pointsTo(descriptor, link)) {
          return true;
        }
      }
      return false;
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      return false;
    }
  }

  private static boolean pointsTo(Path descriptor, String link) {
    try {
      return Files.readSymbolicLink(descriptor).toString().equals(link);
    } catch (IOException e) {
      return false;
    }
  }

  private static String name(Path process) {
    List<String> lines = lines(process.resolve("comm"));
    return lines.isEmpty() ? "a program" : lines.getFirst();
  }

  private static String userName(String id) {
    return lines(Path.of("/etc/passwd")).stream()
        .map(line -> line.split(":", -1))
        .filter(fields -> fields.length > 2 && fields[2].equals(id))
        .map(fields -> "user " + fields[0])
        .findFirst()
        .orElse("user number " + id);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }

  private record Listening(String user, String link) {}
}
