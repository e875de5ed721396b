// SPDX-License-Identifier: Apache-2.0
/** OpenAI's Responses API, without a memory: every request carries its whole conversation. */
@NullMarked
package dev.wheelhouse.gateway.api.responses;

import org.jspecify.annotations.NullMarked;
