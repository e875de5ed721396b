// SPDX-License-Identifier: Apache-2.0
/** The section Overview: the address, what is behind it, and its figures over time. */
@NullMarked
package dev.wheelhouse.desktop.gateway.overview;

import org.jspecify.annotations.NullMarked;
