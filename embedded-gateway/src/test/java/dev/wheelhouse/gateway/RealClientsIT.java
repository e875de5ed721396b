// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.ScriptedUpstream.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Clients as their makers publish them, in front of the gateway with scripted upstreams: each test
 * of {@code src/clients/*.mjs} is a test here. Node and npm are needed, and npm's registry.
 */
class RealClientsIT {
  private static final Path SOURCES = Path.of("src/clients");
  private static final Path FOLDER = Path.of("target/clients").toAbsolutePath();
  private static final Pattern RESULT = Pattern.compile("(?m)^(not )?ok \\d+ - (.*)$");
  private static final Pattern OFFLINE =
      Pattern.compile(
          "\\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT)\\b");
  private static final List<String> FAILURES =
      List.of(
          "error-before-first-token",
          "error-after-first-token",
          "end-without-finish",
          "connection-cut",
          "rate-limit");

  private static final int OLDEST_NODE = 20;
  private static final String NEWER_NODE = "22.23.3";

  private static String node = "node";

  @BeforeAll
  static void installsTheClients() throws IOException, InterruptedException {
    Files.createDirectories(FOLDER);
    Path installed = FOLDER.resolve("installed-lock.json");
    boolean fresh =
        Files.exists(installed)
            && Files.mismatch(SOURCES.resolve("package-lock.json"), installed) < 0;
    try (Stream<Path> files = Files.list(SOURCES)) {
      for (Path file : files.toList()) {
        Path copy = FOLDER.resolve(file.getFileName());
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    if (!fresh) {
      npm("ci");
      Files.copy(
          FOLDER.resolve("package-lock.json"), installed, StandardCopyOption.REPLACE_EXISTING);
    }
    node = fittingNode();
  }

  /** This system's Node, or one from the registry where that is too old for the clients. */
  private static String fittingNode() throws IOException, InterruptedException {
    String version = run(1, Map.of(), "node", "--version").output().strip();
    if (Integer.parseInt(version.replaceAll("^v(\\d+)\\..*$", "$1")) >= OLDEST_NODE) {
      return "node";
    }
    String name = "node-linux-" + (System.getProperty("os.arch").equals("amd64") ? "x64" : "arm64");
    Path newer = FOLDER.resolve("newer-node");
    Path program = newer.resolve("node_modules").resolve(name).resolve("bin/node");
    if (!Files.exists(program)) {
      Files.createDirectories(newer);
      npm("install", "--no-save", "--prefix", newer.toString(), name + "@" + NEWER_NODE);
    }
    return program.toString();
  }

  /** Runs npm; nothing that the packages bring along is run by it. */
  private static void npm(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("npm"));
    command.addAll(List.of(words));
    command.addAll(List.of("--no-audit", "--no-fund", "--ignore-scripts"));
    Finished npm = run(5, Map.of(), command.toArray(String[]::new));
    boolean offline = npm.status() != 0 && OFFLINE.matcher(npm.output()).find();
    assumeThat(offline).as("npm's registry cannot be reached: " + npm.output()).isFalse();
    assertThat(npm.status()).as(npm.output()).isZero();
  }

  @TestFactory
  List<DynamicTest> openai() throws IOException, InterruptedException {
    return tests("openai");
  }

  @TestFactory
  List<DynamicTest> anthropic() throws IOException, InterruptedException {
    return tests("anthropic");
  }

  @TestFactory
  List<DynamicTest> ollama() throws IOException, InterruptedException {
    return tests("ollama");
  }

  @TestFactory
  List<DynamicTest> aiSdk() throws IOException, InterruptedException {
    return tests("ai");
  }

  @TestFactory
  List<DynamicTest> piAgent() throws IOException, InterruptedException {
    return tests("pi");
  }

  /** Runs a client's script; what it reports of each of its tests becomes a test's result. */
  private static List<DynamicTest> tests(String client) throws IOException, InterruptedException {
    Finished finished = play(client);
    List<DynamicTest> tests = new ArrayList<>();
    Matcher results = RESULT.matcher(finished.output());
    int failed = 0;
    while (results.find()) {
      boolean good = results.group(1) == null;
      failed += good ? 0 : 1;
      String details =
          good ? "" : results.group() + "\n" + details(finished.output(), results.end());
      tests.add(
          DynamicTest.dynamicTest(
              results.group(2),
              () -> {
                if (!good) {
                  fail(client + ": " + details);
                }
              }));
    }
    int failures = failed;
    tests.add(
        DynamicTest.dynamicTest(
            client + " ran to its end",
            () -> {
              assertThat(tests.size()).as(finished.output()).isGreaterThan(4);
              assertThat(finished.status() == 0).as(finished.output()).isEqualTo(failures == 0);
            }));
    return tests;
  }

  /** What the report says below a failed test, up to the next one. */
  private static String details(String output, int from) {
    Matcher next = RESULT.matcher(output);
    return output.substring(from, next.find(from) ? next.start() : output.length());
  }

  private static Finished play(String client) throws IOException, InterruptedException {
    List<ClientUpstream> upstreams = new ArrayList<>();
    for (Kind kind : ClientUpstream.FAMILIES) {
      upstreams.add(new ClientUpstream(kind, kind.model, ""));
      for (String failure : FAILURES) {
        upstreams.add(new ClientUpstream(kind, failure + "@" + kind.lower(), failure));
      }
    }
    UpstreamConfig[] configs =
        upstreams.stream().map(ClientUpstream::config).toArray(UpstreamConfig[]::new);
    try (Rig rig = Rig.over(configs)) {
      ObjectNode addresses = JsonNodeFactory.instance.objectNode();
      upstreams.forEach(upstream -> addresses.put(upstream.model(), upstream.uri().toString()));
      Map<String, String> environment =
          Map.of(
              "GATEWAY", rig.gateway.baseUri().toString(),
              "GATEWAY_TOKEN", Rig.TOKEN.reveal(),
              "UPSTREAMS", addresses.toString(),
              "TMPDIR", System.getProperty("java.io.tmpdir"));
      return run(3, environment, node, "--test-reporter=tap", client + ".mjs");
    } finally {
      upstreams.forEach(ClientUpstream::close);
    }
  }

  private record Finished(int status, String output) {}

  private static Finished run(int minutes, Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    Path log = FOLDER.resolve(command[command.length - 1].replaceAll("[^a-z]+", "-") + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(FOLDER.toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(log.toFile());
    if (!environment.isEmpty()) {
      // everything that a script calls is on this machine
      builder
          .environment()
          .keySet()
          .removeIf(name -> name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
      builder.environment().putAll(environment);
    }
    Process process = builder.start();
    try {
      boolean ended = process.waitFor(minutes, TimeUnit.MINUTES);
      return new Finished(ended ? process.exitValue() : -1, Files.readString(log));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
