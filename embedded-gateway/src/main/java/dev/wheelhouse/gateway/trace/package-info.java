// SPDX-License-Identifier: Apache-2.0
/** Traces of requests, sent by OTLP over HTTP. */
@NullMarked
package dev.wheelhouse.gateway.trace;

import org.jspecify.annotations.NullMarked;
