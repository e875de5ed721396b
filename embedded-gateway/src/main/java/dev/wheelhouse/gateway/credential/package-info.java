// SPDX-License-Identifier: Apache-2.0
/** The keys by which an upstream lets the gateway in, and which of them a request takes. */
@NullMarked
package dev.wheelhouse.gateway.credential;

import org.jspecify.annotations.NullMarked;
