// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.local;

import dev.wheelhouse.engine.backup.service.Server;
import dev.wheelhouse.engine.backup.service.ServiceBlueprint;
import dev.wheelhouse.engine.compose.ComposeFile;
import dev.wheelhouse.engine.compose.ComposeHealth;
import dev.wheelhouse.engine.compose.ComposeMount;
import dev.wheelhouse.engine.compose.ComposeProject;
import dev.wheelhouse.engine.compose.ComposeReading;
import dev.wheelhouse.engine.compose.ComposeService;
import dev.wheelhouse.engine.compose.ComposeVolume;
import dev.wheelhouse.engine.compose.Extension;
import dev.wheelhouse.engine.docker.ContainerSpec;
import dev.wheelhouse.engine.docker.ContainerSpec.MountSpec;
import dev.wheelhouse.engine.docker.ContainerSummary;
import dev.wheelhouse.engine.docker.Docker;
import dev.wheelhouse.engine.docker.ExecResult;
import dev.wheelhouse.engine.docker.ExecSpec;
import dev.wheelhouse.engine.docker.VolumeSpec;
import dev.wheelhouse.engine.job.JobControl;
import dev.wheelhouse.engine.platform.OperationLocks;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.problem.StackProblem.NoSuchStack;
import dev.wheelhouse.engine.stack.StackAccess;
import dev.wheelhouse.engine.stack.StackFiles;
import dev.wheelhouse.engine.stack.StackId;
import dev.wheelhouse.engine.stack.StackSession;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A stack of real servers for tests of backups alone: PostgreSQL, Redis and Chroma, made through
 * the Docker port the way the real stack makes them. Every call that changes a service is noted.
 */
final class LiveStack implements StackAccess, AutoCloseable {
  static final String POSTGRES_IMAGE = "postgres:17.11-trixie";
  static final String REDIS_IMAGE = "redis:8.2.10-bookworm";
  static final String CHROMA_IMAGE = "chromadb/chroma:1.5.9";

  private static final String PROJECT = "com.docker.compose.project";
  private static final String SERVICE = "com.docker.compose.service";
  private static final Duration START = Duration.ofMinutes(2);

  private final Docker docker;
  private final Path folder;
  private final StackId id;
  private final OperationLocks locks;
  private final Map<String, ComposeService> services = new LinkedHashMap<>();
  final List<String> changes = new CopyOnWriteArrayList<>();

  LiveStack(Docker docker, Path folder, String name) {
    this.docker = docker;
    this.folder = folder;
    this.id = new StackId(name);
    this.locks = new OperationLocks(folder.resolve("locks"));
    try {
      Files.createDirectories(folder);
      String password = "secret-" + name;
      secret("postgres_password", password);
      secret("redis_password", password);
      secret("redis_acl", "user default on #" + sha256(password) + " ~* &* +@all");
      Files.writeString(
          folder.resolve("compose.yaml"),
          "${POSTGRES_DATA_GENERATION:-} ${REDIS_DATA_GENERATION:-} ${CHROMA_DATA_GENERATION:-}");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void secret(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      Files.writeString(file, text);
    }
  }

  private static String sha256(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  LiveStack withPostgres() {
    return with(
        "postgres",
        POSTGRES_IMAGE,
        null,
        Map.of(
            "POSTGRES_USER", "wheelhouse",
            "POSTGRES_DB", "wheelhouse",
            "POSTGRES_PASSWORD_FILE", "/run/secrets/postgres_password"),
        "/var/lib/postgresql/data",
        List.of("postgres_password"));
  }

  /**
   * @param options more options of redis-server
   */
  LiveStack withRedis(String... options) {
    List<String> command =
        new ArrayList<>(List.of("redis-server", "--aclfile", "/run/secrets/redis_acl"));
    command.addAll(List.of(options));
    return with(
        "redis", REDIS_IMAGE, command, Map.of(), "/data", List.of("redis_password", "redis_acl"));
  }

  LiveStack withChroma() {
    return with("chroma", CHROMA_IMAGE, null, Map.of(), "/data", List.of());
  }

  private LiveStack with(
      String kind,
      String image,
      List<String> command,
      Map<String, String> environment,
      String target,
      List<String> secrets) {
    services.put(
        kind,
        new ComposeService(
            kind,
            image,
            new ComposeService.Program(
                null, command, null, null, null, false, null, Duration.ofSeconds(60)),
            environment,
            new ComposeHealth(List.of(), Duration.ZERO, Duration.ZERO, Duration.ZERO, 0),
            List.of(),
            List.of(
                new ComposeMount(
                    ComposeMount.Kind.VOLUME, kind + "-data", target, false, Map.of())),
            secrets.stream()
                .map(one -> new ComposeService.FileMount(true, one, "/run/secrets/" + one))
                .toList(),
            Map.of(),
            Map.of(),
            new ComposeService.Resources(512L << 20, 0, 0, 0, List.of()),
            new ComposeService.Rights(
                false,
                false,
                List.of("CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID"),
                List.of("ALL"),
                List.of("no-new-privileges:true"),
                Map.of(),
                List.of(),
                ComposeService.Surroundings.usual()),
            new ComposeService.Restart("unless-stopped", 0),
            new ComposeService.Logging("", Map.of()),
            Map.of(),
            ComposeService.Making.usual(),
            new Extension(
                Map.of(
                    "kind",
                    kind,
                    "user",
                    "wheelhouse",
                    "database",
                    "wheelhouse",
                    "password",
                    kind + "_password"))));
    return this;
  }

  StackId id() {
    return id;
  }

  /** The same stack, reached through another door to the engine. */
  LiveStack through(Docker other) {
    LiveStack same = new LiveStack(other, folder, id.value());
    same.services.putAll(services);
    return same;
  }

  LiveStack start() {
    try (StackSession session = exclusive(id, "start")) {
      session.start(Set.of(), START, JobControl.none());
    }
    return this;
  }

  ServiceBlueprint blueprint(String service) {
    ComposeProject project = files(id).project();
    return new ServiceBlueprint(project, project.service(service).orElseThrow());
  }

  Server server(String service) {
    return new Server(docker, blueprint(service), containerOf(service).orElseThrow());
  }

  /** Runs a command in a service and insists that it works. */
  String run(String service, String... command) {
    ExecResult result =
        docker.exec(
            containerOf(service).orElseThrow(),
            new ExecSpec(List.of(command), Map.of(), null, Duration.ofMinutes(2)));
    if (!result.ok()) {
      throw new AssertionError(List.of(command) + ": " + result);
    }
    return result.output().strip();
  }

  String sql(String database, String statement) {
    return run(
        "postgres",
        "psql",
        "-XAtq",
        "-v",
        "ON_ERROR_STOP=1",
        "-U",
        "wheelhouse",
        "-d",
        database,
        "-c",
        statement);
  }

  String redis(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "sh",
                "-c",
                "REDISCLI_AUTH=\"$(cat /run/secrets/redis_password)\" exec redis-cli \"$@\"",
                "sh"));
    command.addAll(List.of(arguments));
    return run("redis", command.toArray(new String[0]));
  }

  /** Content of a file in a service's container. */
  byte[] file(String service, String path) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    int status =
        docker.exec(
            containerOf(service).orElseThrow(),
            ExecSpec.of("cat", path),
            InputStream.nullInputStream(),
            content,
            OutputStream.nullOutputStream());
    if (status != 0) {
      throw new AssertionError("no " + path);
    }
    return content.toByteArray();
  }

  @Override
  public StackFiles files(StackId wanted) {
    if (!wanted.equals(id)) {
      throw new ProblemException(new NoSuchStack(wanted.value(), List.of(id.value())));
    }
    Map<String, String> variables = variables();
    Map<String, ComposeVolume> volumes = new LinkedHashMap<>();
    Map<String, ComposeFile> secrets = new LinkedHashMap<>();
    for (ComposeService service : services.values()) {
      String key = service.name() + "-data";
      String variable = key.toUpperCase(java.util.Locale.ROOT).replace('-', '_') + "_GENERATION";
      String name = id + "_" + key + variables.getOrDefault(variable, "");
      volumes.put(key, new ComposeVolume(key, name, false, Map.of(), Map.of()));
    }
    for (String secret : List.of("postgres_password", "redis_password", "redis_acl")) {
      secrets.put(secret, new ComposeFile(secret, folder.resolve(secret), Extension.none()));
    }
    ComposeProject project =
        new ComposeProject(
            id.value(),
            folder,
            folder.resolve("compose.yaml"),
            services,
            volumes,
            Map.of(),
            secrets,
            Map.of(),
            Extension.none(),
            ComposeReading.none());
    return new StackFiles(id, folder, project, variables);
  }

  private Map<String, String> variables() {
    try {
      Map<String, String> variables = new TreeMap<>();
      Path file = folder.resolve(".env");
      for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
        variables.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
      }
      return variables;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public StackSession exclusive(StackId wanted, String operation) {
    files(wanted);
    return new Session(locks.take(id.value(), operation));
  }

  Optional<String> containerOf(String service) {
    return docker.containers(Map.of(PROJECT, id.value(), SERVICE, service)).stream()
        .map(ContainerSummary::id)
        .findFirst();
  }

  /** Removes everything of this stack from the engine. */
  @Override
  public void close() {
    for (String label : List.of(PROJECT, "dev.wheelhouse.stack")) {
      docker
          .containers(Map.of(label, id.value()))
          .forEach(container -> docker.remove(container.id(), true));
      docker
          .volumes(Map.of(label, id.value()))
          .forEach(volume -> docker.removeVolume(volume.name()));
    }
  }

  private void create(ComposeService service, ComposeVolume volume) {
    if (docker.volume(volume.name()).isEmpty()) {
      docker.createVolume(new VolumeSpec(volume.name(), Map.of(PROJECT, id.value()), Map.of()));
    }
    List<MountSpec> mounts = new ArrayList<>();
    mounts.add(
        new MountSpec(
            MountSpec.Type.VOLUME,
            volume.name(),
            service.mounts().getFirst().target(),
            false,
            Map.of()));
    for (ComposeService.FileMount file : service.files()) {
      mounts.add(
          new MountSpec(
              MountSpec.Type.BIND,
              folder.resolve(file.source()).toString(),
              file.target(),
              true,
              Map.of()));
    }
    docker.create(
        new ContainerSpec(
            id + "-" + service.name() + "-1",
            service.image(),
            null,
            service.program().command(),
            service.environment(),
            Map.of(PROJECT, id.value(), SERVICE, service.name()),
            null,
            null,
            null,
            null,
            null,
            service.program().stopGrace(),
            List.of(),
            mounts,
            List.of(new ContainerSpec.NetworkAttachment("none", List.of())),
            ContainerSpec.HostOptions.defaults()));
  }

  private final class Session implements StackSession {
    private final OperationLocks.Held lock;

    Session(OperationLocks.Held lock) {
      this.lock = lock;
    }

    @Override
    public StackFiles files() {
      return LiveStack.this.files(id);
    }

    @Override
    public void setVariables(Map<String, String> values) {
      changes.add("set " + new TreeMap<>(values));
      Map<String, String> all = variables();
      all.putAll(values);
      all.values().removeIf(String::isEmpty);
      List<String> lines = new ArrayList<>();
      all.forEach((name, value) -> lines.add(name + "=" + value));
      try {
        Files.write(folder.resolve(".env"), lines);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public Optional<String> container(String service) {
      return containerOf(service);
    }

    @Override
    public void halt(Set<String> names, JobControl control) {
      changes.add("halt " + names);
      names.forEach(
          name -> containerOf(name).ifPresent(one -> docker.stop(one, Duration.ofSeconds(60))));
    }

    @Override
    public void stop(Set<String> names, JobControl control) {
      changes.add("stop " + names);
      for (String name : names.isEmpty() ? services.keySet() : names) {
        containerOf(name)
            .ifPresent(one -> {
              docker.stop(one, Duration.ofSeconds(60));
              docker.remove(one, true);
            });
      }
    }

    @Override
    public void start(Set<String> names, Duration timeout, JobControl control) {
      changes.add("start " + names);
      ComposeProject project = files().project();
      for (ComposeService service : services.values()) {
        if (!names.isEmpty() && !names.contains(service.name())) {
          continue;
        }
        if (containerOf(service.name()).isEmpty()) {
          create(service, project.volumes().get(service.name() + "-data"));
        }
        docker.start(containerOf(service.name()).orElseThrow());
        server(service.name()).await("starting", timeout, control, () -> ready(service.name()));
      }
    }

    private boolean ready(String service) {
      List<String> command =
          switch (service) {
            case "postgres" -> List.of("pg_isready", "-q", "-h", "127.0.0.1", "-U", "wheelhouse");
            case "redis" -> List.of("sh", "-c", "redis-cli ping | grep -q 'NOAUTH\\|PONG'");
            default -> List.of("bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8000");
          };
      return server(service).exec(command).ok();
    }

    @Override
    public void close() {
      lock.close();
    }
  }
}
