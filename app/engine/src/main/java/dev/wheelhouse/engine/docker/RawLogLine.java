// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker;

import java.time.Instant;

/** One line as the engine keeps it, without the line end; lines over 16 KiB arrive cut. */
public record RawLogLine(Instant at, boolean standardError, String text) {}
