// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine;

import dev.wheelhouse.engine.backup.Backups;
import dev.wheelhouse.engine.backup.local.LocalBackups;
import dev.wheelhouse.engine.chat.Chats;
import dev.wheelhouse.engine.chat.Conversations;
import dev.wheelhouse.engine.docker.DockerConnection;
import dev.wheelhouse.engine.docker.connect.EndpointFinder;
import dev.wheelhouse.engine.docker.connect.LiveDockerConnection;
import dev.wheelhouse.engine.doctor.Doctor;
import dev.wheelhouse.engine.event.Events;
import dev.wheelhouse.engine.gateway.ConfiguredProviders;
import dev.wheelhouse.engine.gateway.EmbeddedGateway;
import dev.wheelhouse.engine.gateway.GatewayHealth;
import dev.wheelhouse.engine.gateway.GatewayRoutes;
import dev.wheelhouse.engine.gateway.GatewayServices;
import dev.wheelhouse.engine.gateway.LocalGateway;
import dev.wheelhouse.engine.gateway.Providers;
import dev.wheelhouse.engine.job.Jobs;
import dev.wheelhouse.engine.log.ContainerLogs;
import dev.wheelhouse.engine.log.Logs;
import dev.wheelhouse.engine.metric.Metrics;
import dev.wheelhouse.engine.metric.SampledMetrics;
import dev.wheelhouse.engine.model.Models;
import dev.wheelhouse.engine.model.OllamaModels;
import dev.wheelhouse.engine.model.OllamaServers;
import dev.wheelhouse.engine.platform.EngineInstaller;
import dev.wheelhouse.engine.platform.WheelhouseHome;
import dev.wheelhouse.engine.problem.Notices;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.problem.StackProblem.ComposeInvalid;
import dev.wheelhouse.engine.secret.SecretStores;
import dev.wheelhouse.engine.secret.Secrets;
import dev.wheelhouse.engine.settings.SettingsFile;
import dev.wheelhouse.engine.settings.SettingsStore;
import dev.wheelhouse.engine.stack.StackFiles;
import dev.wheelhouse.engine.stack.StackId;
import dev.wheelhouse.engine.stack.Stacks;
import dev.wheelhouse.engine.stack.files.StackFolders;
import dev.wheelhouse.engine.stack.files.StackImports;
import dev.wheelhouse.engine.stack.run.LiveStacks;
import dev.wheelhouse.engine.store.Database;
import dev.wheelhouse.templates.Template;
import dev.wheelhouse.templates.Templates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import okhttp3.OkHttpClient;

/**
 * Everything Wheelhouse can do, without a window: the one entry and the one place where the engine
 * is wired. Opening needs no Docker engine, no network and no free port; each part is made when it
 * is first asked for. Closing leaves every container running. Thread-safe.
 */
public final class Engine implements AutoCloseable {
  /** Version of this program. */
  public static final String VERSION = "0.1.0";

  private final EngineOptions options;
  private final Parts parts = new Parts();
  private final Notices notices = new Notices();
  private final Supplier<Jobs> jobs;
  private final Supplier<DockerConnection> connection;
  private final Supplier<LiveStacks> stacks;
  private final Supplier<Logs> logs;
  private final Supplier<Metrics> metrics;
  private final Supplier<Backups> backups;
  private final Supplier<Secrets> secrets;
  private final Supplier<SettingsStore> settings;
  private final Supplier<EmbeddedGateway> gateway;
  private final Supplier<GatewayHealth> gatewayHealth;
  private final Supplier<GatewayRoutes> gatewayRoutes;
  private final Supplier<Providers> providers;
  private final Supplier<Chats> chats;
  private final Supplier<Models> models;

  private Engine(EngineOptions options) {
    this.options = options;
    Supplier<ExecutorService> threads = parts.part(Executors::newVirtualThreadPerTaskExecutor);
    jobs = parts.part(() -> new Jobs(threads.get(), options.clock()));
    connection =
        parts.part(() -> new LiveDockerConnection(EndpointFinder.ofUser(options.environment())));
    stacks =
        parts.part(() ->
            new LiveStacks(
                new StackFolders(options.home().stacks(), new Templates()),
                connection.get(),
                options.clock()));
    logs = parts.part(() -> new ContainerLogs(connection.get()));
    metrics = parts.part(() -> new SampledMetrics(connection.get(), options.clock()));
    backups =
        parts.part(() ->
            new LocalBackups(
                options.home().backups(),
                connection.get(),
                stacks.get(),
                options.clock(),
                "wheelhouse " + VERSION));
    secrets = parts.part(() -> SecretStores.ofUser(options.home(), options.environment()));
    settings =
        parts.part(() -> SettingsFile.open(options.home().settings(), notices, options.clock()));
    Supplier<OkHttpClient> http = parts.part(Engine::httpClient);
    Supplier<OllamaServers> ollama = parts.part(() -> ollamaServers(http.get()));
    gateway = parts.part(() -> new EmbeddedGateway(gatewayDependencies(ollama.get())));
    providers = parts.part(() -> new ConfiguredProviders(gatewayDependencies(ollama.get())));
    gatewayHealth = parts.part(() -> new GatewayHealth(gateway.get(), http.get()));
    gatewayRoutes = parts.part(() -> new GatewayRoutes(gateway.get(), http.get()));
    Supplier<Database> database =
        parts.part(() -> Database.open(options.home().database(), notices, options.clock()));
    chats =
        parts.part(
            () -> Conversations.open(database.get(), gateway.get(), http.get(), options.clock()));
    models = parts.part(() -> new OllamaModels(ollama.get(), http.get()));
  }

  private static OkHttpClient httpClient() {
    return new OkHttpClient.Builder().connectTimeout(Duration.ofSeconds(5)).build();
  }

  private OllamaServers ollamaServers(OkHttpClient http) {
    return new OllamaServers(
        stacks.get(), stacks.get(), settings.get(), options.environment(), http);
  }

  private EmbeddedGateway.Dependencies gatewayDependencies(OllamaServers ollama) {
    return new EmbeddedGateway.Dependencies(
        options.home(),
        options.environment(),
        settings.get(),
        secrets,
        ollama,
        stacks.get(),
        notices);
  }

  /** Opens the engine; returns at once. */
  public static Engine open(EngineOptions options) {
    return new Engine(options);
  }

  public WheelhouseHome home() {
    return options.home();
  }

  public Jobs jobs() {
    return jobs.get();
  }

  /** The way to the Docker engine. */
  public DockerConnection connection() {
    return connection.get();
  }

  /** Installs a Docker engine where that can be done. */
  public EngineInstaller installer() {
    return new EngineInstaller(options.environment());
  }

  public Stacks stacks() {
    return stacks.get();
  }

  /** Takes Compose projects from elsewhere. */
  public StackImports stackImports() {
    Set<String> catalogue =
        new Templates().list().stream().map(Template::id).collect(Collectors.toSet());
    return new StackImports(options.home().stacks(), catalogue);
  }

  /** What a stack's files say now, with its variables put in; needs no Docker engine. */
  public StackFiles stackFiles(StackId id) {
    try {
      return stacks.get().files(id);
    } catch (ProblemException e) {
      throw e.problem() instanceof ComposeInvalid wrong
          ? new ProblemException(withFolder(wrong, options.home().stacks().resolve(id.value())), e)
          : e;
    }
  }

  /** The reader knows the file's name only, and there may be several stacks. */
  private static ComposeInvalid withFolder(ComposeInvalid wrong, Path folder) {
    Path file = folder.resolve(wrong.file());
    return Files.exists(file)
        ? new ComposeInvalid(
            file.toString(),
            wrong.line(),
            wrong.column(),
            wrong.key(),
            wrong.detail(),
            wrong.remedy())
        : wrong;
  }

  public Logs logs() {
    return logs.get();
  }

  public Metrics metrics() {
    return metrics.get();
  }

  public Backups backups() {
    return backups.get();
  }

  public Secrets secrets() {
    return secrets.get();
  }

  public SettingsStore settings() {
    return settings.get();
  }

  /** The gateway; the first chat starts it, or {@link LocalGateway#start}. */
  public LocalGateway gateway() {
    return gateway.get();
  }

  /** What the user sees of that gateway and changes about it. */
  public GatewayServices gatewayServices() {
    return gateway.get().services();
  }

  /** The providers behind the gateway: what can be set up, and whether it works. */
  public Providers providers() {
    return providers.get();
  }

  /** Whether that gateway, here or in another process of this home, answers. */
  public GatewayHealth gatewayHealth() {
    return gatewayHealth.get();
  }

  /** How that gateway routes, and why. */
  public GatewayRoutes gatewayRoutes() {
    return gatewayRoutes.get();
  }

  /** Conversations; the first call opens the database. */
  public Chats chats() {
    return chats.get();
  }

  public Models models() {
    return models.get();
  }

  /** Looks at everything that is needed, and says what to do about what is missing. */
  public Doctor doctor() {
    Doctor.Subject subject = new Doctor.Subject(stacks(), this::stackFiles);
    return new Doctor(connection(), subject, gateway(), models(), secrets(), home());
  }

  /**
   * What the user should know although nothing failed: a broken database or settings file that was
   * set aside, a gateway on another port. Past ones first.
   */
  public Events<Problem> notices() {
    return notices.events();
  }

  /** Ends what runs in this process; containers go on. */
  @Override
  public void close() {
    parts.close();
  }
}
