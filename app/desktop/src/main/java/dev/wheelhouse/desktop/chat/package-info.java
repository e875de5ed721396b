// SPDX-License-Identifier: Apache-2.0
/** The chat screen: conversations, messages that stream in, and the composer. */
@NullMarked
package dev.wheelhouse.desktop.chat;

import org.jspecify.annotations.NullMarked;
