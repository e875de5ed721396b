// SPDX-License-Identifier: Apache-2.0
/** The section Connect: what to copy into which app. */
@NullMarked
package dev.wheelhouse.desktop.gateway.connect;

import org.jspecify.annotations.NullMarked;
