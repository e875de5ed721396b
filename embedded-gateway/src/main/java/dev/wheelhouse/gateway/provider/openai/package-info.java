// SPDX-License-Identifier: Apache-2.0
/** Servers that speak OpenAI's dialect. */
@NullMarked
package dev.wheelhouse.gateway.provider.openai;

import org.jspecify.annotations.NullMarked;
