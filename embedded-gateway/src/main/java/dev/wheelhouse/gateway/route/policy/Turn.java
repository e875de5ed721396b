// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route.policy;

import java.util.function.DoubleSupplier;

/**
 * One choice.
 *
 * @param number how many choices the pool made before
 * @param chance random numbers from 0 to below 1
 * @param conversation stays the same for the requests of one conversation; 0 when it is unknown
 */
public record Turn(long number, DoubleSupplier chance, long conversation) {}
