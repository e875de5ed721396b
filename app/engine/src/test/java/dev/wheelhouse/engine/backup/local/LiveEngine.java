// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.local;

import dev.wheelhouse.engine.backup.format.BackupFolders;
import dev.wheelhouse.engine.docker.Docker;
import dev.wheelhouse.engine.docker.adapter.DockerJavaDocker;
import dev.wheelhouse.engine.docker.adapter.http.Endpoint;
import dev.wheelhouse.testing.TestEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;

/** One stack of real servers in a temporary folder, shared by the tests of a class. */
final class LiveEngine implements AutoCloseable {
  final Docker docker;
  final LiveStack stack;
  final Path root;
  private final Path place;

  LiveEngine(String name) {
    try {
      place = Files.createTempDirectory("wheelhouse-" + name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    docker = connect();
    String unique = "backup-" + name + "-" + UUID.randomUUID().toString().substring(0, 6);
    stack = new LiveStack(docker, place.resolve("stack"), unique);
    root = place.resolve("backups");
  }

  static Docker connect() {
    return new DockerJavaDocker(Endpoint.of(TestEngine.require().toString(), "test"));
  }

  LocalBackups backups() {
    return backups(docker);
  }

  LocalBackups backups(Docker through) {
    return new LocalBackups(
        root, new FixedConnection(through), stack, Clock.systemUTC(), "wheelhouse test");
  }

  Path place() {
    return place;
  }

  /** How many containers and volumes operations left behind. */
  int leftOvers() {
    Map<String, String> labels = Map.of("dev.wheelhouse.stack", stack.id().value());
    return docker.containers(labels).size() + docker.volumes(labels).size();
  }

  boolean halfBackups() {
    try {
      return !new BackupFolders(root).partials().isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    stack.close();
    docker.close();
    try {
      BackupFolders.remove(place);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
