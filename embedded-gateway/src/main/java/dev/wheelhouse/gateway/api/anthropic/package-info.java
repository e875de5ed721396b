// SPDX-License-Identifier: Apache-2.0
/** Anthropic's Messages API. */
@NullMarked
package dev.wheelhouse.gateway.api.anthropic;

import org.jspecify.annotations.NullMarked;
