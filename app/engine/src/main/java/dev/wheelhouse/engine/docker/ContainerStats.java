// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker;

/**
 * Counters of one container; CPU needs two samples for a share.
 *
 * @param cpuNanos CPU time used so far
 * @param systemNanos CPU time of the whole machine so far
 * @param memoryBytes memory in use without the page cache
 * @param memoryLimitBytes its limit, or the machine's memory
 */
public record ContainerStats(
    long cpuNanos,
    long systemNanos,
    int cpus,
    long memoryBytes,
    long memoryLimitBytes,
    long networkReceivedBytes,
    long networkSentBytes,
    long blockReadBytes,
    long blockWrittenBytes) {}
