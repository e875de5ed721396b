// SPDX-License-Identifier: Apache-2.0
/** What OpenAI clients call: chat completions and models. */
@NullMarked
package dev.wheelhouse.gateway.api.openai;

import org.jspecify.annotations.NullMarked;
