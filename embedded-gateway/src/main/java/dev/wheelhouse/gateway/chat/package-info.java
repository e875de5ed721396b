// SPDX-License-Identifier: Apache-2.0
/**
 * The neutral form of a chat request, which every dialect and every provider is translated through.
 */
@NullMarked
package dev.wheelhouse.gateway.chat;

import org.jspecify.annotations.NullMarked;
