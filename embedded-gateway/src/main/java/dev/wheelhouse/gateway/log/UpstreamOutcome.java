// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.log;

import org.jspecify.annotations.Nullable;

/**
 * What requests to one upstream led to.
 *
 * @param averageMicros from request to end
 * @param cost in US dollars, as far as it is known
 */
public record UpstreamOutcome(
    String upstream,
    String family,
    long requests,
    long completed,
    long failed,
    long retries,
    long inputTokens,
    long outputTokens,
    double averageMicros,
    @Nullable Double averageFirstTokenMicros,
    double cost) {}
