// SPDX-License-Identifier: Apache-2.0
/** The log of the gateway's requests, and what it adds up to. */
@NullMarked
package dev.wheelhouse.engine.gateway.request;

import org.jspecify.annotations.NullMarked;
