// SPDX-License-Identifier: Apache-2.0
/** Metrics in Prometheus text with the OpenTelemetry names for generative AI. */
@NullMarked
package dev.wheelhouse.gateway.telemetry;

import org.jspecify.annotations.NullMarked;
