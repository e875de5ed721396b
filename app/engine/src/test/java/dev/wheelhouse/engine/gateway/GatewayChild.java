// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway;

import dev.wheelhouse.engine.gateway.LocalGateway.State;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A Wheelhouse as a process of its own that starts the gateway of a home when it is told to. */
final class GatewayChild implements AutoCloseable {
  private static final String SAYS = "> ";

  private final Process process;
  private final BufferedReader said;

  private GatewayChild(Process process) {
    this.process = process;
    this.said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Starts the process, up to the point where the gateway is next. */
  static GatewayChild of(Path place, int port) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process =
        new ProcessBuilder(
                java.toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                GatewayChild.class.getName(),
                place.toString(),
                Integer.toString(port))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return new GatewayChild(process);
  }

  long pid() {
    return process.pid();
  }

  /** The next thing that it said; what it logs is left out. */
  String line() throws IOException {
    String line = said.readLine();
    while (line != null && !line.startsWith(SAYS)) {
      line = said.readLine();
    }
    return line == null ? "(ended)" : line.substring(SAYS.length());
  }

  /** Tells it to go on. */
  void tell() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  /** The child's own program: the folder, and the port that the gateway should have. */
  public static void main(String[] arguments) throws IOException {
    try (GatewayRig rig = new GatewayRig(Path.of(arguments[0]))) {
      int port = Integer.parseInt(arguments[1]);
      rig.settings.update(now -> now.withGatewayPort(port));
      EmbeddedGateway gateway = rig.open();
      System.out.println(SAYS + "ready");
      int go = System.in.read();
      State state = gateway.start();
      String became =
          switch (state) {
            case State.Listening listening ->
                (listening.joined() ? "joined " : "runs ")
                    + listening.address().getPort()
                    + gateway.owner().map(pid -> " of " + pid).orElse("");
            case State.Off _, State.Failed _ -> state + " after " + go;
          };
      System.out.println(SAYS + became);
      int end = System.in.read();
      System.out.println(SAYS + "ends " + end);
    }
  }
}
