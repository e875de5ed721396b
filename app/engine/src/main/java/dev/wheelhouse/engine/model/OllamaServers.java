// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.model;

import dev.wheelhouse.engine.compose.ComposeService;
import dev.wheelhouse.engine.compose.Extension;
import dev.wheelhouse.engine.problem.ChatProblem.NoModel;
import dev.wheelhouse.engine.problem.EngineProblem;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.settings.SettingsStore;
import dev.wheelhouse.engine.stack.ServiceState;
import dev.wheelhouse.engine.stack.ServiceStatus;
import dev.wheelhouse.engine.stack.Stack;
import dev.wheelhouse.engine.stack.StackAccess;
import dev.wheelhouse.engine.stack.StackFiles;
import dev.wheelhouse.engine.stack.Stacks;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the Ollama servers that can be used now: those of running stacks through their front door,
 * then the one that the user named, or else the one at the usual place. Thread-safe.
 */
public final class OllamaServers {
  /** Where Ollama listens unless told otherwise. */
  public static final URI USUAL_PLACE = URI.create("http://127.0.0.1:11434");

  private static final Logger log = LoggerFactory.getLogger(OllamaServers.class);
  private static final String KIND = "ollama";
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Stacks stacks;
  private final StackAccess access;
  private final SettingsStore settings;
  private final Map<String, String> environment;
  private final OkHttpClient http;
  private final URI usualPlace;

  /**
   * @param environment LOCAL_LLM_ENDPOINT names an Ollama where the settings name none
   */
  public OllamaServers(
      Stacks stacks,
      StackAccess access,
      SettingsStore settings,
      Map<String, String> environment,
      OkHttpClient http) {
    this(stacks, access, settings, environment, http, USUAL_PLACE);
  }

  OllamaServers(
      Stacks stacks,
      StackAccess access,
      SettingsStore settings,
      Map<String, String> environment,
      OkHttpClient http,
      URI usualPlace) {
    this.stacks = stacks;
    this.access = access;
    this.settings = settings;
    this.environment = environment;
    this.http = http.newBuilder().connectTimeout(PATIENCE).callTimeout(PATIENCE).build();
    this.usualPlace = usualPlace;
  }

  /** Those that can be used by the last known state of the stacks; blocks for a second at most. */
  public List<OllamaServer> find() {
    List<OllamaServer> servers = new ArrayList<>();
    for (Stack stack : knownStacks()) {
      ofStack(stack).ifPresent(servers::add);
    }
    ofHost().filter(host -> servers.stream().noneMatch(has(host.url()))).ifPresent(servers::add);
    return servers;
  }

  /** Asks the engine for the state of the stacks first, and so may block for seconds. */
  public List<OllamaServer> findNow() {
    for (Stack stack : knownStacks()) {
      try {
        stacks.refresh(stack.id());
      } catch (ProblemException e) {
        log.debug("no fresh state of {}: {}", stack.id(), e.getMessage());
      }
    }
    return find();
  }

  /** Where was looked, for people who have none. */
  public List<String> places() {
    List<String> places = new ArrayList<>();
    for (Stack stack : knownStacks()) {
      for (ServiceStatus service : stack.services()) {
        if (service.kind().equals(KIND)) {
          places.add(
              "stack %s: %s is %s"
                  .formatted(
                      stack.id(),
                      service.name(),
                      service.state().name().toLowerCase(java.util.Locale.ROOT)));
        }
      }
    }
    String named = named();
    places.add((named.isEmpty() ? usualPlace.toString() : named) + ": nobody answers");
    return places;
  }

  /** Why there is none: a Docker engine that does not answer, or else where was looked. */
  Problem whyNone() {
    for (Stack stack : knownStacks()) {
      try {
        stacks.refresh(stack.id());
      } catch (ProblemException e) {
        if (e.problem() instanceof EngineProblem engine) {
          return engine;
        }
      }
    }
    return new NoModel(places());
  }

  private List<Stack> knownStacks() {
    try {
      return stacks.list();
    } catch (ProblemException e) {
      log.debug("no stacks: {}", e.getMessage());
      return List.of();
    }
  }

  private Optional<OllamaServer> ofStack(Stack stack) {
    Optional<ServiceStatus> running =
        stack.services().stream()
            .filter(service -> service.kind().equals(KIND))
            .filter(service -> service.state() == ServiceState.RUNNING)
            .findFirst();
    try {
      return running.flatMap(service -> published(access.files(stack.id()), service.name()));
    } catch (ProblemException | IllegalArgumentException e) {
      log.warn("The Ollama of {} cannot be used: {}", stack.id(), e.getMessage());
      return Optional.empty();
    }
  }

  /** {@code x-wheelhouse.api} says where the front door publishes it, and which secret opens it. */
  private static Optional<OllamaServer> published(StackFiles files, String name) {
    ComposeService service = files.project().services().get(name);
    if (service == null) {
      return Optional.empty();
    }
    Extension api = service.extension().child("api");
    String url = api.text("url");
    return url.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new OllamaServer(
                files.id().value(), URI.create(url), secret(files.folder(), api.text("token"))));
  }

  private static String secret(Path folder, String name) {
    if (name.isEmpty()) {
      return "";
    }
    if (!name.matches("[A-Za-z0-9_-]+")) {
      throw new IllegalArgumentException("not a secret's name: " + name);
    }
    try {
      return Files.readString(folder.resolve("secrets").resolve(name)).strip();
    } catch (IOException e) {
      throw new IllegalArgumentException("the secret " + name + " cannot be read", e);
    }
  }

  private Optional<OllamaServer> ofHost() {
    String named = named();
    URI url;
    try {
      url = named.isEmpty() ? usualPlace : URI.create(named);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    return answers(url) ? Optional.of(new OllamaServer(KIND, url, "")) : Optional.empty();
  }

  private String named() {
    String set = settings.get().ollamaUrl().strip();
    return set.isEmpty() ? environment.getOrDefault("LOCAL_LLM_ENDPOINT", "").strip() : set;
  }

  private boolean answers(URI url) {
    HttpUrl version = HttpUrl.parse(url.toString());
    if (version == null) {
      return false;
    }
    Request request =
        new Request.Builder().url(version.newBuilder().encodedPath("/api/version").build()).build();
    try (Response response = http.newCall(request).execute()) {
      return response.isSuccessful();
    } catch (IOException e) {
      return false;
    }
  }

  private static java.util.function.Predicate<OllamaServer> has(URI url) {
    return server -> server.url().getPort() == url.getPort();
  }
}
