// SPDX-License-Identifier: Apache-2.0
/** The section Providers: where models run, and the keys for that. */
@NullMarked
package dev.wheelhouse.desktop.gateway.providers;

import org.jspecify.annotations.NullMarked;
