// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker;

import java.time.Instant;
import java.util.Map;

/**
 * An engine event about a container, such as {@code start}, {@code die}, {@code health_status:
 * healthy}.
 */
public record DockerEvent(
    Instant at, String action, String containerId, Map<String, String> labels) {}
