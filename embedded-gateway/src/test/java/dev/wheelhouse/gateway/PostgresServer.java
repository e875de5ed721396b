// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import dev.wheelhouse.gateway.secret.Secret;
import dev.wheelhouse.testing.Wait;
import dev.wheelhouse.testing.docker.DockerCommand;
import java.time.Duration;
import java.util.List;

/** A real Postgres in a container of its own; removed when it is closed. */
public final class PostgresServer implements AutoCloseable {
  private static final String IMAGE = "postgres:17.11-trixie";
  private static final String USER = "gateway";

  private final DockerCommand docker = new DockerCommand();
  private final String id;
  private final int port;

  /** Starts it and waits until it answers. */
  public PostgresServer() {
    id =
        docker.start(
            IMAGE,
            List.of(
                "--label", "dev.wheelhouse.test=gateway-postgres",
                "-e", "POSTGRES_PASSWORD=postgres-password-of-the-tests",
                "-e", "POSTGRES_USER=" + USER,
                "-e", "POSTGRES_DB=app",
                "-p", "127.0.0.1::5432"));
    String published = docker.run("port", id, "5432/tcp").lines().findFirst().orElseThrow();
    port = Integer.parseInt(published.substring(published.lastIndexOf(':') + 1));
    Wait.until(
        "Postgres is ready",
        () -> docker.tryRun("exec", id, "pg_isready", "-h", "127.0.0.1", "-U", USER).status() == 0,
        Duration.ofMinutes(2));
  }

  /** Where it is. */
  public Secret url() {
    return Secret.of(
        "postgresql://%s:postgres-password-of-the-tests@127.0.0.1:%d/app".formatted(USER, port));
  }

  /** Runs statements in it and returns what they printed. */
  public String sql(String statements) {
    return docker.run("exec", id, "psql", "-U", USER, "-d", "app", "-Atqc", statements);
  }

  @Override
  public void close() {
    docker.removeAll();
  }
}
