// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker;

/**
 * What the engine says of itself.
 *
 * @param endpoint where it answers, such as {@code unix:///var/run/docker.sock}
 * @param product "Docker Desktop", "Colima", "Podman", "Docker Engine" …
 * @param memoryBytes memory of the engine's machine
 */
public record EngineInfo(
    String endpoint,
    String product,
    String version,
    String apiVersion,
    String operatingSystem,
    int cpus,
    long memoryBytes,
    String dataRoot) {}
