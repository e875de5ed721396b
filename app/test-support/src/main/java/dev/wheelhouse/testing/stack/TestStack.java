// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.testing.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wheelhouse.testing.FreePorts;
import dev.wheelhouse.testing.TestEngine;
import dev.wheelhouse.testing.docker.DockerCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A stack of the catalogue in one home, on free ports of the test engine: looks at it and reaches
 * into it without Wheelhouse. There is one project of that name on an engine, so a second one is
 * refused; closing removes all of it, volumes too.
 */
public class TestStack implements AutoCloseable {
  private final String name;
  private final Path home;
  private final DockerCommand docker = new DockerCommand();
  private final Map<String, Integer> ports = new TreeMap<>();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  /**
   * A home with free ports for the stack and for the gateway; nothing is started.
   *
   * @param portVariables the names of the ports in {@code .env}
   * @throws AssertionError when the engine has such a project already
   */
  public TestStack(Path home, String name, List<String> portVariables) {
    this.home = home;
    this.name = name;
    refuseForeign();
    List<Integer> free = FreePorts.some(portVariables.size() + 1);
    List<String> lines = new ArrayList<>();
    for (String variable : portVariables) {
      int port = free.get(lines.size());
      ports.put(variable, port);
      lines.add(variable + "=" + port);
    }
    try {
      Files.createDirectories(folderOf());
      Files.write(environmentFile(), lines);
      Path settings = Files.createDirectories(home.resolve("config")).resolve("settings.json");
      Files.writeString(settings, "{\"gatewayPort\": " + free.getLast() + "}\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void refuseForeign() {
    if (!list("ps", "-a", "-q", "--filter", label()).isEmpty()
        || !list("volume", "ls", "-q", "--filter", label()).isEmpty()) {
      throw new AssertionError(
          "The engine runs or keeps a project "
              + name
              + " that is not of this test. Take another engine, or remove it: docker compose -p "
              + name
              + " down -v");
    }
  }

  public Path home() {
    return home;
  }

  /** The stack's folder, with the Compose file and {@code .env}. */
  public Path folder() {
    return folderOf();
  }

  private Path folderOf() {
    return home.resolve("data/stacks").resolve(name);
  }

  private String label() {
    return "label=com.docker.compose.project=" + name;
  }

  public Path backups() {
    return home.resolve("data/backups");
  }

  /** What a process needs to work on this home and engine. */
  public Map<String, String> environment() {
    return Map.of(
        "WHEELHOUSE_HOME", home.toString(), "DOCKER_HOST", TestEngine.require().toString());
  }

  public DockerCommand docker() {
    return docker;
  }

  /** The host port that a variable such as CHROMA_PORT stands for. */
  public int port(String variable) {
    Integer port = ports.get(variable);
    if (port == null) {
      throw new AssertionError("no such port: " + variable);
    }
    return port;
  }

  /** Writes a line of {@code .env}; an empty value takes it away. */
  public void setVariable(String name, String value) {
    try {
      List<String> lines = new ArrayList<>(Files.readAllLines(environmentFile()));
      lines.removeIf(line -> line.startsWith(name + "="));
      if (!value.isEmpty()) {
        lines.add(name + "=" + value);
      }
      Files.write(environmentFile(), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path environmentFile() {
    return folderOf().resolve(".env");
  }

  /** The container of each service that has one, running or not. */
  public Map<String, String> containers() {
    return pairs(
        "ps",
        "-a",
        "--no-trunc",
        "--filter",
        label(),
        "--format",
        "{{.Label \"com.docker.compose.service\"}} {{.ID}}");
  }

  /** Each service's container with its id and when it was started last. */
  public Map<String, String> starts() {
    Map<String, String> starts = new TreeMap<>();
    containers()
        .forEach(
            (service, id) -> starts.put(service, id + " " + inspect(id, "{{.State.StartedAt}}")));
    return starts;
  }

  /** What a service's container does, such as {@code running healthy} or {@code exited none}. */
  public Map<String, String> states() {
    Map<String, String> states = new TreeMap<>();
    containers()
        .forEach((service, id) ->
            states.put(
                service,
                inspect(
                    id,
                    "{{.State.Status}} {{if .State.Health}}{{.State.Health.Status}}"
                        + "{{else}}none{{end}}")));
    return states;
  }

  private String inspect(String id, String format) {
    return docker.run("inspect", "-f", format, id);
  }

  public List<String> volumes() {
    return list("volume", "ls", "--filter", label(), "--format", "{{.Name}}");
  }

  public List<String> networks() {
    return list("network", "ls", "--filter", label(), "--format", "{{.Name}}");
  }

  private List<String> list(String... command) {
    return docker.run(command).lines().filter(line -> !line.isBlank()).sorted().toList();
  }

  private Map<String, String> pairs(String... command) {
    Map<String, String> pairs = new TreeMap<>();
    for (String line : list(command)) {
      String[] words = line.split(" ", 2);
      if (pairs.put(words[0], words[1]) != null) {
        throw new AssertionError("two containers of " + words[0] + ": " + list(command));
      }
    }
    return pairs;
  }

  /** Runs a program inside a service's container. */
  public String exec(String service, String... command) {
    DockerCommand.Result result = tryExec(service, command);
    if (result.status() != 0) {
      throw new AssertionError(service + ": " + String.join(" ", command) + ": " + result.output());
    }
    return result.output();
  }

  public DockerCommand.Result tryExec(String service, String... command) {
    String container = containers().get(service);
    if (container == null) {
      return new DockerCommand.Result(-1, "there is no container of " + service);
    }
    List<String> all = new ArrayList<>(List.of("exec", container));
    all.addAll(List.of(command));
    return docker.tryRun(all.toArray(String[]::new));
  }

  /** One request through the front door, with its token. */
  public HttpResponse<String> call(
      String method, String portVariable, String path, @Nullable String body) {
    return call("front_door_token", method, portVariable, path, body);
  }

  /** One request through the front door, with the token in this secret. */
  public HttpResponse<String> call(
      String token, String method, String portVariable, String path, @Nullable String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port(portVariable) + path))
            .timeout(Duration.ofSeconds(60))
            .header("Authorization", "Bearer " + secret(token))
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  public String secret(String name) {
    try {
      return Files.readString(folder().resolve("secrets").resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes all of it away, also what runs and what is kept. */
  public void remove() {
    List<String> containers = List.copyOf(containers().values());
    containers.forEach(id -> docker.tryRun("rm", "-f", "-v", id));
    networks().forEach(name -> docker.tryRun("network", "rm", name));
    volumes().forEach(name -> docker.tryRun("volume", "rm", "-f", name));
  }

  @Override
  public void close() {
    remove();
    http.close();
    if (!containers().isEmpty() || !networks().isEmpty() || !volumes().isEmpty()) {
      throw new AssertionError(
          "left behind: " + containers() + ", " + networks() + ", " + volumes());
    }
  }
}
