// SPDX-License-Identifier: Apache-2.0
/** The provider port, and the HTTP client that every adapter shares. */
@NullMarked
package dev.wheelhouse.gateway.provider;

import org.jspecify.annotations.NullMarked;
