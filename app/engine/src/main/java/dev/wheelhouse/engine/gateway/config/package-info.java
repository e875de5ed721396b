// SPDX-License-Identifier: Apache-2.0
/** How the user has set up the gateway, and the file of that. */
@NullMarked
package dev.wheelhouse.engine.gateway.config;

import org.jspecify.annotations.NullMarked;
