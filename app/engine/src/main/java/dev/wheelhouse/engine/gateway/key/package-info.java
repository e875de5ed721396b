// SPDX-License-Identifier: Apache-2.0
/** The keys of the gateway's clients, as the window and the command line see them. */
@NullMarked
package dev.wheelhouse.engine.gateway.key;

import org.jspecify.annotations.NullMarked;
