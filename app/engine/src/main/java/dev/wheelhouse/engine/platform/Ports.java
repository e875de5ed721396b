// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.platform;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** TCP ports of this machine: whether one is free, and who holds it. Thread-safe. */
public final class Ports {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final String operatingSystem;

  public Ports() {
    this.operatingSystem = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
  }

  /** Whether a server could listen on that port of 127.0.0.1 now. */
  public boolean free(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      // a port in TIME_WAIT is free for the servers that we start, which reuse addresses too
      socket.setReuseAddress(!operatingSystem.startsWith("windows"));
      socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Who listens on that port, for people: {@code nginx (process 812)}, or as much of it as this
   * user may see. Empty when nobody listens or the system does not tell. Blocks, at most seconds.
   */
  public Optional<String> holder(int port) {
    if (operatingSystem.startsWith("linux")) {
      return new LinuxSockets(java.nio.file.Path.of("/proc")).holder(port);
    }
    return operatingSystem.startsWith("windows") ? windowsHolder(port) : lsofHolder(port);
  }

  /** {@code lsof -F} prints one field per line: p is the process id, c the command. */
  private static Optional<String> lsofHolder(int port) {
    List<String> lines =
        ShortCommand.lines(PATIENCE, "lsof", "-nP", "-iTCP:" + port, "-sTCP:LISTEN", "-Fpc");
    Optional<String> name = field(lines, 'c');
    return field(lines, 'p').map(id -> named(name.orElse("a program"), id));
  }

  private static Optional<String> field(List<String> lines, char letter) {
    return lines.stream()
        .filter(line -> line.length() > 1 && line.charAt(0) == letter)
        .map(line -> line.substring(1))
        .findFirst();
  }

  /** {@code netstat -ano}: protocol, local address, foreign address, state, process id. */
  private static Optional<String> windowsHolder(int port) {
    for (String line : ShortCommand.lines(PATIENCE, "netstat", "-ano", "-p", "TCP")) {
      String[] words = line.strip().split("\\s+", -1);
      // the word of the state is translated; a foreign port of 0 is not
      if (words.length == 5 && words[1].endsWith(":" + port) && words[2].endsWith(":0")) {
        return Optional.of(named(windowsName(words[4]), words[4]));
      }
    }
    return Optional.empty();
  }

  private static String windowsName(String processId) {
    List<String> rows =
        ShortCommand.lines(PATIENCE, "tasklist", "/FI", "PID eq " + processId, "/FO", "CSV", "/NH");
    String first = rows.isEmpty() ? "" : rows.getFirst();
    int end = first.indexOf('"', 1);
    return first.startsWith("\"") && end > 1 ? first.substring(1, end) : "a program";
  }

  static String named(String name, String processId) {
    return name + " (process " + processId + ")";
  }
}
