// SPDX-License-Identifier: Apache-2.0
/** Conversations with models; the first client of the gateway. */
@NullMarked
package dev.wheelhouse.engine.chat;

import org.jspecify.annotations.NullMarked;
