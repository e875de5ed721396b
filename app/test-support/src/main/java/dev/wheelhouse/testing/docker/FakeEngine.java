// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.testing.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.testing.http.HttpCall;
import dev.wheelhouse.testing.http.HttpRequest;
import dev.wheelhouse.testing.http.WatchedHttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server on a Unix socket that speaks enough of Docker's HTTP API to list, inspect, start and
 * stop containers, and that can be made to hang, to fail and to tell its events badly. For faults
 * that a real engine does not show on demand; everything else is tested on a real one.
 */
public final class FakeEngine implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String API = "1.41";
  private static final Duration FOR_EVER = Duration.ofHours(1);

  private final Map<String, FakeContainer> containers = new LinkedHashMap<>();
  private final FakeEvents events = new FakeEvents();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Path folder;
  private final Path socket;
  private final WatchedHttpServer server;
  private volatile boolean hanging;
  private volatile Optional<Failure> failure = Optional.empty();

  private FakeEngine(Path folder) {
    this.folder = folder;
    this.socket = folder.resolve("docker.sock");
    this.server = WatchedHttpServer.on(UnixDomainSocketAddress.of(socket), this::answer);
  }

  private record Failure(String pathPart, int status, String message) {}

  /** Starts an engine without containers on a socket in a new temporary folder. */
  public static FakeEngine start() {
    try {
      return new FakeEngine(Files.createTempDirectory("fake-engine"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The value for DOCKER_HOST. */
  public URI host() {
    return URI.create("unix://" + socket);
  }

  public Path socket() {
    return socket;
  }

  /** Puts a container in place, without an event. */
  public synchronized FakeEngine add(FakeContainer container) {
    containers.put(container.name(), container);
    return this;
  }

  /** Replaces the container of the same name and tells it as this action. */
  public void change(FakeContainer container, String action) {
    add(container);
    events.happened(action, container);
  }

  /** Takes a container away and tells it. */
  public void remove(String name) {
    FakeContainer gone;
    synchronized (this) {
      gone = containers.remove(name);
    }
    if (gone != null) {
      events.happened("destroy", gone);
    }
  }

  /** What the engine would tell of this container. */
  public synchronized Optional<FakeContainer> find(String reference) {
    return containers.values().stream().filter(one -> one.matches(reference)).findFirst();
  }

  public FakeEvents events() {
    return events;
  }

  /** From now on every request is accepted and never answered, also those of open connections. */
  public void hang() {
    hanging = true;
  }

  /** Ends a hang or a failure: requests that hung are cut, new ones are answered. */
  public void recover() {
    hanging = false;
    failure = Optional.empty();
    server.dropConnections();
  }

  /** From now on requests whose path contains this part get this status and message. */
  public void fail(String pathPart, int status, String message) {
    failure = Optional.of(new Failure(pathPart, status, message));
  }

  /** Cuts every open connection, as an engine that is killed does; new ones are served. */
  public void dropConnections() {
    server.dropConnections();
  }

  /** Every request so far, as {@code GET /containers/json}. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    server.close();
    try {
      Files.deleteIfExists(socket);
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answer(HttpCall call) throws IOException, InterruptedException {
    HttpRequest request = call.request();
    String path = request.path().replaceFirst("^/v\\d+\\.\\d+", "");
    requests.add(request.method() + " " + path);
    if (hanging) {
      call.clientGone(FOR_EVER);
      call.drop();
      return;
    }
    Optional<Failure> fault = failure.filter(one -> path.contains(one.pathPart()));
    if (fault.isPresent()) {
      message(call, fault.get().status(), fault.get().message());
      return;
    }
    switch (path) {
      case "/_ping" ->
          call.reply(200, Map.of("Api-Version", API, "Content-Type", "text/plain"), bytes("OK"));
      case "/version" -> json(call, version());
      case "/info" -> json(call, information());
      case "/containers/json" -> json(call, list(request.query()));
      case "/containers/create" -> create(call);
      case "/events" -> events.serve(call);
      case "/networks", "/images/json" -> json(call, MAPPER.createArrayNode());
      case "/volumes" ->
          json(call, MAPPER.createObjectNode().set("Volumes", MAPPER.createArrayNode()));
      default -> answerContainer(call, path);
    }
  }

  private void answerContainer(HttpCall call, String path) throws IOException {
    String[] parts = path.split("/", -1);
    if (parts.length < 3 || !parts[1].equals("containers")) {
      message(call, 404, "page not found");
      return;
    }
    Optional<FakeContainer> found = find(parts[2]);
    if (found.isEmpty()) {
      message(call, 404, "No such container: " + parts[2]);
      return;
    }
    FakeContainer container = found.get();
    switch (call.request().method() + " " + (parts.length > 3 ? parts[3] : "")) {
      case "GET json" -> json(call, container.detail());
      case "GET logs" -> call.reply(200, "application/octet-stream", new byte[0]);
      case "POST start" -> turn(call, container, container.withState("running"), "start");
      case "POST stop", "POST kill" -> turn(call, container, container.withExit(0), "die");
      case "POST restart" ->
          turn(call, container.withExit(0), container.withState("running"), "restart");
      case "DELETE " -> {
        remove(container.name());
        call.reply(204, Map.of(), new byte[0]);
      }
      default -> message(call, 404, "page not found");
    }
  }

  private void turn(HttpCall call, FakeContainer before, FakeContainer after, String action)
      throws IOException {
    if (before.state().equals(after.state())) {
      call.reply(304, Map.of(), new byte[0]);
      return;
    }
    change(after, action);
    call.reply(204, Map.of(), new byte[0]);
  }

  private void create(HttpCall call) throws IOException {
    JsonNode body = MAPPER.readTree(call.request().text());
    String name = call.request().query().getOrDefault("name", "nameless");
    if (find(name).isPresent()) {
      message(call, 409, "Conflict. The container name \"/" + name + "\" is already in use");
      return;
    }
    FakeContainer made = FakeContainer.running(name).withState("created");
    made = made.withImage(body.path("Image").asText());
    for (Map.Entry<String, JsonNode> label : body.path("Labels").properties()) {
      made = made.withLabel(label.getKey(), label.getValue().asText());
    }
    change(made, "create");
    ObjectNode answer = MAPPER.createObjectNode().put("Id", made.id());
    answer.putArray("Warnings");
    call.json(201, answer.toString());
  }

  private synchronized ArrayNode list(Map<String, String> query) throws IOException {
    boolean all = query.getOrDefault("all", "").matches("1|true|True");
    List<String> labels = labels(MAPPER.readTree(query.getOrDefault("filters", "{}")));
    ArrayNode answer = MAPPER.createArrayNode();
    for (FakeContainer container : containers.values()) {
      if ((all || container.isRunning()) && labels.stream().allMatch(one -> has(container, one))) {
        answer.add(container.summary());
      }
    }
    return answer;
  }

  /** The label filter, in the form of a list or, older, of an object. */
  private static List<String> labels(JsonNode filters) {
    List<String> labels = new ArrayList<>();
    JsonNode label = filters.path("label");
    label.fieldNames().forEachRemaining(labels::add);
    if (label.isArray()) {
      label.forEach(one -> labels.add(one.asText()));
    }
    return labels;
  }

  private static boolean has(FakeContainer container, String label) {
    String[] parts = label.split("=", 2);
    String value = container.labels().get(parts[0]);
    return value != null && (parts.length == 1 || value.equals(parts[1]));
  }

  private static ObjectNode version() {
    ObjectNode version = MAPPER.createObjectNode().put("Version", "20.10.24-fake");
    version.put("ApiVersion", API).put("MinAPIVersion", "1.12").put("GitCommit", "0");
    return version.put("Os", "linux").put("Arch", "amd64").put("KernelVersion", "6.0");
  }

  private synchronized ObjectNode information() {
    ObjectNode answer = MAPPER.createObjectNode().put("ID", "FAKE").put("Name", "fake");
    answer.put("Containers", containers.size()).put("ServerVersion", "20.10.24-fake");
    answer.put("OperatingSystem", "Fake Engine").put("OSType", "linux").put("NCPU", 2);
    answer.put("MemTotal", 8L << 30).put("DockerRootDir", "/var/lib/docker");
    return answer.put("Driver", "overlay2").put("Architecture", "x86_64");
  }

  private static void json(HttpCall call, JsonNode node) throws IOException {
    call.json(200, node.toString());
  }

  private static void message(HttpCall call, int status, String text) throws IOException {
    call.json(status, MAPPER.createObjectNode().put("message", text).toString());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
