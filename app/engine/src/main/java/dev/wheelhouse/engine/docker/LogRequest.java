// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which log lines are wanted.
 *
 * @param tail how many of the last lines; -1 for all
 * @param since null for no limit
 */
public record LogRequest(boolean follow, int tail, @Nullable Instant since) {}
