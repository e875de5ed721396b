// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.headless;

import dev.wheelhouse.testing.FreePorts;
import dev.wheelhouse.testing.Wait;
import dev.wheelhouse.testing.docker.DockerCommand;
import dev.wheelhouse.testing.stack.GatewayImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Two containers of the gateway's image behind nginx, with Postgres, Redis and an Ollama that they
 * share; each published on 127.0.0.1 too, so that a test can choose the instance.
 */
final class GatewayPair implements AutoCloseable {
  static final String MODEL = "llama3.2:1b";
  static final Duration PATIENCE = Duration.ofMinutes(2);
  static final String IMAGE = "wheelhouse-test/gateway:it";
  private static final String LABEL = "dev.wheelhouse.test=gateway-image";
  private static final String PASSWORD = "shared-password-of-the-tests";

  final DockerCommand docker = new DockerCommand();
  final List<Integer> ports = FreePorts.some(3);
  private final String name = "wh-gateways-" + Long.toHexString(System.nanoTime());
  private final Path folder;

  GatewayPair(Path folder) {
    this.folder = folder;
  }

  /** Builds the image as the repository does, on the base of the test images. */
  static void buildImage() throws IOException, InterruptedException {
    GatewayImage.build(IMAGE);
  }

  void start() throws IOException {
    int part = new Random().nextInt(16, 250);
    String net = "10." + part + ".77.";
    docker.run("network", "create", "--label", LABEL, "--subnet", net + "0/24", name);
    secret("token", EnvironmentTest.TOKEN);
    secret("database_url", "postgresql://postgres:" + PASSWORD + "@postgres:5432/postgres");
    secret("redis_url", "redis://:" + PASSWORD + "@redis:6379/0");
    service("postgres", image("postgres"), List.of("-e", "POSTGRES_PASSWORD=" + PASSWORD));
    service("redis", image("redis"), List.of(), "redis-server", "--requirepass", PASSWORD);
    service("ollama", image("ollama/ollama"), List.of("-e", "OLLAMA_TEST_PULL_MILLIS=1"));
    Wait.until(
        "the model is there",
        () -> docker.tryRun("exec", name + "-ollama", "ollama", "pull", MODEL).status() == 0,
        PATIENCE);
    gateway(1, net);
    gateway(2, net);
    awaitHealthy(1);
    awaitHealthy(2);
    Path conf = Files.createDirectory(folder.resolve("conf.d"));
    Files.copy(
        Path.of("../packaging/gateway-image/example/nginx.conf"), conf.resolve("default.conf"));
    open(conf);
    service(
        "front",
        image("nginx"),
        List.of("-p", "127.0.0.1:" + ports.get(0) + ":80", "-v", conf + ":/etc/nginx/conf.d:ro"));
  }

  /** The name of a gateway's container. */
  String container(int number) {
    return name + "-gateway-" + number;
  }

  /** Waits until the container's own health check has passed. */
  void awaitHealthy(int number) {
    Wait.until(
        "gateway " + number + " is healthy: " + logs(number),
        () -> inspect(number, "{{.State.Health.Status}}").equals("healthy"),
        PATIENCE);
  }

  String inspect(int number, String format) {
    return docker.run("inspect", "--format", format, container(number));
  }

  String logs(int number) {
    return docker.tryRun("logs", container(number)).output();
  }

  private void gateway(int number, String net) {
    String port = Integer.toString(ports.get(number));
    List<String> options = new ArrayList<>();
    options.addAll(List.of("--ip", net + "1" + number, "--read-only", "--cap-drop", "ALL"));
    options.addAll(List.of("--security-opt", "no-new-privileges", "--memory", "400m"));
    options.addAll(List.of("--health-interval", "2s", "-p", "127.0.0.1:" + port + ":11435"));
    options.addAll(List.of("-v", folder.resolve("secrets") + ":/run/secrets:ro"));
    for (String setting :
        List.of(
            "WHEELHOUSE_GATEWAY_ALLOWED_HOSTS=gateway,127.0.0.1:" + port,
            "WHEELHOUSE_GATEWAY_TOKEN_FILE=/run/secrets/token",
            "DATABASE_URL_FILE=/run/secrets/database_url",
            "REDIS_URL_FILE=/run/secrets/redis_url",
            "CACHE_EXPIRE_SECONDS=600",
            "LOCAL_LLM_ENDPOINT=http://ollama:11434")) {
      options.addAll(List.of("-e", setting));
    }
    service("gateway-" + number, IMAGE, options);
  }

  private void service(String service, String image, List<String> options, String... command) {
    List<String> all = new ArrayList<>();
    all.addAll(List.of("--name", name + "-" + service, "--network", name));
    all.addAll(List.of("--network-alias", service, "--label", LABEL));
    all.addAll(options);
    docker.start(image, all, command);
  }

  /** The tag that the test images have, which is the templates' one. */
  private String image(String repository) {
    return docker
        .run("images", "--format", "{{.Repository}}:{{.Tag}}", repository)
        .lines()
        .findFirst()
        .orElseThrow();
  }

  private void secret(String file, String value) throws IOException {
    Path secrets = Files.createDirectories(folder.resolve("secrets"));
    Files.setPosixFilePermissions(
        Files.writeString(secrets.resolve(file), value),
        PosixFilePermissions.fromString("r--r--r--"));
    open(secrets);
  }

  private static void open(Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Override
  public void close() {
    docker.removeAll();
    docker.tryRun("network", "rm", name);
  }
}
