// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import dev.wheelhouse.gateway.redis.RedisConfig;
import dev.wheelhouse.gateway.secret.Secret;
import dev.wheelhouse.testing.Wait;
import dev.wheelhouse.testing.docker.DockerCommand;
import java.time.Duration;
import java.util.List;

/** A real Redis in a container of its own; removed when it is closed. */
public final class RedisServer implements AutoCloseable {
  private static final String IMAGE = "redis:8.2.10-bookworm";
  private static final String PASSWORD = "redis-password-of-the-tests";

  private final DockerCommand docker = new DockerCommand();
  private final String id;
  private final int port;

  /** Starts it and waits until it answers. */
  public RedisServer() {
    id =
        docker.start(
            IMAGE,
            List.of("--label", "dev.wheelhouse.test=gateway-redis", "-p", "127.0.0.1::6379"),
            "redis-server",
            "--requirepass",
            PASSWORD);
    String published = docker.run("port", id, "6379/tcp").lines().findFirst().orElseThrow();
    port = Integer.parseInt(published.substring(published.lastIndexOf(':') + 1));
    Wait.until("Redis answers", () -> command("PING").equals("PONG"), Duration.ofSeconds(60));
  }

  /** Where it is. */
  public RedisConfig config() {
    return RedisConfig.of("127.0.0.1", port, Secret.of(PASSWORD));
  }

  /** Runs a command in it and returns what that printed. */
  public String command(String... arguments) {
    List<String> all =
        new java.util.ArrayList<>(
            List.of("exec", "-e", "REDISCLI_AUTH=" + PASSWORD, id, "redis-cli"));
    all.addAll(List.of(arguments));
    return docker.tryRun(all.toArray(String[]::new)).output();
  }

  /** It dies. */
  public void kill() {
    docker.run("kill", id);
  }

  @Override
  public void close() {
    docker.removeAll();
  }
}
