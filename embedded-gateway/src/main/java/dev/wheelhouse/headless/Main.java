// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.headless;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The program of the container image. Exit status 0 done, 1 failed, 2 wrong usage. */
public final class Main {
  private static final String USAGE =
      """
      usage: gateway [run]        run until SIGTERM; then finish what is under way
             gateway healthcheck  succeed when the gateway here takes requests
             gateway keys create NAME [--scope A,B] [--model P,Q] [--caching]
                     [--requests-per-minute N] [--tokens-per-minute N] [--expires-in-days N]
             gateway keys list
             gateway keys revoke [--undo] ID
      Settings come from the environment; see docs/gateway.md, "Headless and in a container".
      """;

  private final Map<String, String> environment;
  private final PrintStream out;
  private final PrintStream err;
  private final boolean alone;

  /**
   * A program with this environment.
   *
   * @param alone whether the process is its own, so that it sets up how everything in it logs
   */
  public Main(Map<String, String> environment, PrintStream out, PrintStream err, boolean alone) {
    this.environment = Map.copyOf(environment);
    this.out = out;
    this.err = err;
    this.alone = alone;
  }

  /** Runs the program and ends the process. */
  public static void main(String[] arguments) {
    PrintStream out = stream(FileDescriptor.out);
    int status = new Main(System.getenv(), out, stream(FileDescriptor.err), true).run(arguments);
    // whoever comes here has nothing left to end, and an orderly exit would load the logs for it
    Runtime.getRuntime().halt(status);
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  /** Runs one command. {@code run} returns only when it could not start. */
  public int run(String... arguments) {
    List<String> all = Arrays.asList(arguments);
    String command = all.isEmpty() ? "run" : all.getFirst();
    try {
      return switch (command) {
        case "run" -> serve();
        case "healthcheck" -> healthCheck();
        case "keys" -> keys(all.subList(1, all.size()));
        case "help", "--help", "-h" -> {
          out.print(USAGE);
          yield 0;
        }
        default -> throw new KeyCommands.Usage("unknown command " + command);
      };
    } catch (KeyCommands.Usage e) {
      err.println("gateway: " + e.getMessage());
      err.print(USAGE);
      return 2;
    } catch (SettingsProblem | UncheckedIOException e) {
      err.println("gateway: " + e.getMessage());
      return 1;
    } catch (IllegalArgumentException e) {
      err.println("gateway: " + e.getMessage()); // of a key's name or limits
      return 2;
    }
  }

  private int serve() {
    HeadlessGateway.serve(environment, alone, at -> out.println("listening on " + at));
    return 0;
  }

  private int healthCheck() {
    Variables variables = new Variables(environment);
    String host = HealthCheck.target(variables.text("WHEELHOUSE_GATEWAY_HOST").orElse(""));
    int port = variables.number("WHEELHOUSE_GATEWAY_PORT", 1, 65535).orElse(11435);
    boolean well = HealthCheck.passes(host, port);
    out.println(well ? "ok" : "the gateway does not take requests");
    return well ? 0 : 1;
  }

  private int keys(List<String> arguments) {
    HeadlessSettings settings = HeadlessSettings.of(environment);
    if (alone) {
      Logs.silence(); // what is printed is read by scripts
    }
    try (KeyHome home = KeyHome.of(settings.stores())) {
      var store =
          home.store()
              .orElseThrow(() ->
                  new SettingsProblem(
                      "DATABASE_URL",
                      "There is no place for client keys.",
                      "Set it or REDIS_URL, or name a file in " + StoreSettings.KEYS + "."));
      return new KeyCommands(store, out).run(arguments);
    }
  }
}
