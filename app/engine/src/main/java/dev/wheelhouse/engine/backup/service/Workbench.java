// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.service;

import dev.wheelhouse.engine.backup.format.Manifest;
import dev.wheelhouse.engine.docker.ContainerSummary;
import dev.wheelhouse.engine.docker.Docker;
import dev.wheelhouse.engine.docker.VolumeInfo;
import dev.wheelhouse.engine.docker.VolumeSpec;
import java.util.HashMap;
import java.util.Map;

/**
 * Throw-away containers and volumes of one operation. All carry the operation's id as a label, have
 * no network, publish nothing, and go away on {@link #close}; after a crash {@link #sweep} finds
 * them by that label.
 */
public final class Workbench implements AutoCloseable {
  /** Label with the id of the operation that made the thing. */
  public static final String OPERATION = "dev.wheelhouse.operation";

  /** Label with the name of the stack that the operation works on. */
  public static final String STACK = "dev.wheelhouse.stack";

  private final Docker docker;
  private final String operation;
  private final String stack;
  private final Map<String, Server> tools = new HashMap<>();
  private int made;

  public Workbench(Docker docker, String operation, String stack) {
    this.docker = docker;
    this.operation = operation;
    this.stack = stack;
  }

  /** Makes an empty volume that goes away on close. */
  public String volume() {
    String name = nextName("volume");
    docker.createVolume(new VolumeSpec(name, labels(), Map.of()));
    return name;
  }

  /**
   * Creates, without starting it, a container like the service's own but with the given volume for
   * its data; it has no network and no ports, and may write to its own file system.
   */
  public Server server(ServiceBlueprint blueprint, String volume) {
    String name = nextName(blueprint.name());
    return new Server(
        docker, blueprint, docker.create(ScratchSpec.server(name, labels(), blueprint, volume)));
  }

  /** A running container of the service's image in which its tools can be called; made once. */
  public Server tools(ServiceBlueprint blueprint) {
    return tools.computeIfAbsent(blueprint.image(), image -> newTools(blueprint));
  }

  private Server newTools(ServiceBlueprint blueprint) {
    String id = docker.create(ScratchSpec.tools(nextName("tools"), labels(), blueprint.image()));
    Server server = new Server(docker, blueprint, id);
    docker.start(server.container());
    return server;
  }

  /** The service with the image of backup time, where the engine still has that. */
  public ServiceBlueprint withImageOf(ServiceBlueprint blueprint, Manifest.Source source) {
    boolean same = blueprint.image().equals(source.image());
    return same || docker.image(source.image()).isEmpty()
        ? blueprint
        : blueprint.withImage(source.image());
  }

  /** Removes a container of this workbench before the others. */
  public void discard(Server server) {
    tools.values().remove(server);
    docker.remove(server.container(), true);
  }

  @Override
  public void close() {
    tools.clear();
    sweep(docker, Map.of(OPERATION, operation));
  }

  /** Removes every container and volume with these labels. */
  public static void sweep(Docker docker, Map<String, String> labels) {
    for (ContainerSummary container : docker.containers(labels)) {
      docker.remove(container.id(), true);
    }
    for (VolumeInfo volume : docker.volumes(labels)) {
      docker.removeVolume(volume.name());
    }
  }

  private Map<String, String> labels() {
    return Map.of(OPERATION, operation, STACK, stack);
  }

  private String nextName(String what) {
    made++;
    return "wheelhouse-" + operation + "-" + made + "-" + what;
  }
}
