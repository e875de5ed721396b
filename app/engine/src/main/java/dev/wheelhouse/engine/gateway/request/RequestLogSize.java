// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.request;

/**
 * How large the log is.
 *
 * @param dropped entries that were not written, as the disk was too slow
 */
public record RequestLogSize(long entries, long bytes, long dropped) {}
