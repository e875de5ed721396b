// SPDX-License-Identifier: Apache-2.0
/** The section Limits and cache: what all clients together may use, and what is answered again. */
@NullMarked
package dev.wheelhouse.desktop.gateway.limits;

import org.jspecify.annotations.NullMarked;
