// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.run;

import dev.wheelhouse.engine.docker.Docker;
import dev.wheelhouse.engine.docker.DockerConnection;
import dev.wheelhouse.engine.docker.connect.EndpointFinder;
import dev.wheelhouse.engine.docker.connect.LiveDockerConnection;
import dev.wheelhouse.engine.stack.Stack;
import dev.wheelhouse.engine.stack.StackEvent.Timeline;
import dev.wheelhouse.engine.stack.StackId;
import dev.wheelhouse.engine.stack.files.StackFolders;
import dev.wheelhouse.engine.stack.plan.Labels;
import dev.wheelhouse.templates.Templates;
import dev.wheelhouse.testing.TestEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One stack of a name of its own on the real engine, and all that is needed to work on it. */
final class StackRig implements AutoCloseable {
  final StackId id = new StackId("stack-it-" + UUID.randomUUID().toString().substring(0, 8));
  private final Path root;
  private final DockerConnection connection;
  final LiveStacks stacks;

  StackRig(Path root) {
    this.root = root;
    this.connection = connect();
    this.stacks = open(connection);
  }

  static DockerConnection connect() {
    Map<String, String> environment = Map.of("DOCKER_HOST", TestEngine.require().toString());
    return new LiveDockerConnection(new EndpointFinder(environment, Path.of("/"), "linux"));
  }

  /** A second program on the same home, as after a restart. */
  LiveStacks open(DockerConnection other) {
    return new LiveStacks(new StackFolders(root, new Templates()), other, Clock.systemUTC());
  }

  Path folder() {
    return root.resolve(id.value());
  }

  /** Puts the Compose file in place. */
  StackRig compose(String content) throws IOException {
    Files.createDirectories(folder());
    Files.writeString(folder().resolve("compose.yaml"), content);
    return this;
  }

  /** Puts the whole template in place. */
  StackRig template(String environment) throws IOException {
    new Templates().find("local-ai").orElseThrow().extractTo(folder());
    Files.writeString(folder().resolve(".env"), environment);
    return this;
  }

  Docker docker() {
    return connection.docker();
  }

  Stack stack() {
    return stacks.get(id);
  }

  List<String> timeline() {
    return stacks.timeline(id).stream().map(Timeline::text).toList();
  }

  /** Removes every trace on the engine. */
  @Override
  public void close() {
    Docker docker = docker();
    Map<String, String> mine = Labels.ofProject(id.value());
    docker.containers(mine).forEach(container -> docker.remove(container.id(), true));
    docker.networks(mine).forEach(network -> docker.removeNetwork(network.name()));
    docker.volumes(mine).forEach(volume -> docker.removeVolume(volume.name()));
    stacks.close();
    connection.close();
  }
}
