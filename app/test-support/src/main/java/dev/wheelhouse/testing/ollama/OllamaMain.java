// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.testing.ollama;

import dev.wheelhouse.testing.http.Termination;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The program {@code ollama} of the test image: {@code serve} and what a health command or a user's
 * shell needs. Reads the environment names of the real one.
 */
public final class OllamaMain {
  private OllamaMain() {}

  /** Runs one command; exit status 1 when it failed. */
  public static void main(String[] arguments) throws InterruptedException {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    Map<String, String> environment = System.getenv();
    if (arguments.length == 1 && arguments[0].equals("serve")) {
      serve(environment, out);
    } else {
      InetSocketAddress server = address(environment.getOrDefault("OLLAMA_HOST", ""));
      System.exit(new OllamaCommands(server, out, err).run(arguments));
    }
  }

  private static void serve(Map<String, String> environment, PrintStream out)
      throws InterruptedException {
    OllamaSettings settings = settings(environment);
    OllamaTestServer server = OllamaTestServer.start(settings);
    out.printf(
        "Listening on %s (Wheelhouse's test server for Ollama %s)%n",
        settings.address(), OllamaTestServer.VERSION);
    Termination.await();
    server.close();
  }

  private static OllamaSettings settings(Map<String, String> environment) {
    String home = environment.getOrDefault("HOME", "/root");
    String models = environment.getOrDefault("OLLAMA_MODELS", home + "/.ollama/models");
    Duration keepAlive =
        Json.duration(
            Json.MAPPER
                .getNodeFactory()
                .textNode(environment.getOrDefault("OLLAMA_KEEP_ALIVE", "5m")));
    return new OllamaSettings(
        address(environment.getOrDefault("OLLAMA_HOST", "")),
        Path.of(models),
        keepAlive,
        Integer.parseInt(environment.getOrDefault("OLLAMA_CONTEXT_LENGTH", "4096")),
        Duration.ofMillis(
            Long.parseLong(environment.getOrDefault("OLLAMA_TEST_PULL_MILLIS", "1000"))));
  }

  /** Reads {@code [http://]host[:port]} as Ollama does; 127.0.0.1:11434 where a part is missing. */
  static InetSocketAddress address(String text) {
    String plain = text.replaceFirst("^https?://", "").replaceFirst("/.*$", "");
    int colon = plain.lastIndexOf(':');
    String host = colon < 0 ? plain : plain.substring(0, colon);
    int port = colon < 0 ? 11434 : Integer.parseInt(plain.substring(colon + 1));
    return new InetSocketAddress(
        Optional.of(host).filter(name -> !name.isEmpty()).orElse("127.0.0.1"), port);
  }
}
