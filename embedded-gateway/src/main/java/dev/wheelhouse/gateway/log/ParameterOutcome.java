// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.log;

import org.jspecify.annotations.Nullable;

/**
 * What requests with one model and one temperature led to.
 *
 * @param temperature null where clients left it to the model
 * @param averageMicros from request to end
 * @param cost in US dollars, as far as it is known
 * @param rated how many of them users said something of
 * @param averageScore of those, from -1 to 1
 */
public record ParameterOutcome(
    String model,
    @Nullable Double temperature,
    long requests,
    long completed,
    long failed,
    double averageMicros,
    @Nullable Double averageFirstTokenMicros,
    double averageInputTokens,
    double averageOutputTokens,
    double cost,
    long rated,
    @Nullable Double averageScore) {}
