// SPDX-License-Identifier: Apache-2.0
/** The LLM gateway: create, start, change, stop. */
@NullMarked
package dev.wheelhouse.gateway;

import org.jspecify.annotations.NullMarked;
