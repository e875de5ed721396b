// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.engine.docker.Docker;
import dev.wheelhouse.engine.docker.DockerContract;
import dev.wheelhouse.engine.docker.adapter.http.Endpoint;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The adapter on the real engine that {@code WHEELHOUSE_TEST_DOCKER_HOST} names. */
class DockerJavaDockerIT extends DockerContract {
  private static DockerJavaDocker docker;
  private final String run = "stack-it-" + UUID.randomUUID().toString().substring(0, 8);

  @BeforeAll
  static void connect() {
    String host = System.getenv("WHEELHOUSE_TEST_DOCKER_HOST");
    assertThat(host).as("WHEELHOUSE_TEST_DOCKER_HOST names the engine for tests").isNotBlank();
    docker = new DockerJavaDocker(Endpoint.of(host, "test"));
  }

  @AfterAll
  static void disconnect() {
    docker.close();
  }

  @Override
  protected Docker docker() {
    return docker;
  }

  @Override
  protected String image() {
    return "redis:8.2.10-bookworm";
  }

  @Override
  protected String run() {
    return run;
  }
}
