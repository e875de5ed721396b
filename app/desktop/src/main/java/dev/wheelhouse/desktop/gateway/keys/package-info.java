// SPDX-License-Identifier: Apache-2.0
/** The section Keys: a key of its own for each app. */
@NullMarked
package dev.wheelhouse.desktop.gateway.keys;

import org.jspecify.annotations.NullMarked;
