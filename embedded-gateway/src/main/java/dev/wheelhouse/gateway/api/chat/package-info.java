// SPDX-License-Identifier: Apache-2.0
/** What the chat endpoints of all dialects have in common. */
@NullMarked
package dev.wheelhouse.gateway.api.chat;

import org.jspecify.annotations.NullMarked;
