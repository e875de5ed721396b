// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.limit;

/**
 * Bounds of what a client may ask of the gateway.
 *
 * @param maxBodyBytes request body, also after decompression, in bytes
 * @param maxHeaderBytes all request headers together, in bytes
 * @param maxJsonDepth nesting of a JSON body
 * @param maxConcurrentRequests requests under way at once; a further one is answered 503
 * @param maxRetries repeats of a request that surely was not worked on (no connection, 429, 502,
 *     503, 504, 529), never after the first token
 * @param timers every timer
 */
public record GatewayLimits(
    int maxBodyBytes,
    int maxHeaderBytes,
    int maxJsonDepth,
    int maxConcurrentRequests,
    int maxRetries,
    GatewayTimers timers) {

  /** Checks the ranges. */
  public GatewayLimits {
    requireAtLeast("maxBodyBytes", maxBodyBytes, 1024);
    requireAtLeast("maxHeaderBytes", maxHeaderBytes, 1024);
    requireAtLeast("maxJsonDepth", maxJsonDepth, 8);
    requireAtLeast("maxConcurrentRequests", maxConcurrentRequests, 1);
    requireAtLeast("maxRetries", maxRetries, 0);
  }

  /** 64 MiB bodies (images come inside), 32 KiB of headers, depth 128, 1024 at once, one repeat. */
  public static GatewayLimits defaults() {
    return new GatewayLimits(64 << 20, 32 << 10, 128, 1024, 1, GatewayTimers.defaults());
  }

  /** The same limits with other timers. */
  public GatewayLimits withTimers(GatewayTimers other) {
    return new GatewayLimits(
        maxBodyBytes, maxHeaderBytes, maxJsonDepth, maxConcurrentRequests, maxRetries, other);
  }

  private static void requireAtLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ": " + value);
    }
  }
}
