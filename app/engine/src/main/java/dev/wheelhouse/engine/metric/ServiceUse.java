// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.metric;

import java.time.Instant;

/**
 * Resource use of one service at one moment.
 *
 * @param cpuShare 1.0 is one whole core
 * @param networkBytesPerSecond both directions
 */
public record ServiceUse(
    String service,
    Instant at,
    double cpuShare,
    long memoryBytes,
    long memoryLimitBytes,
    double networkBytesPerSecond,
    double blockBytesPerSecond) {}
