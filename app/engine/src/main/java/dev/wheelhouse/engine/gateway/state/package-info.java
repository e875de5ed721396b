// SPDX-License-Identifier: Apache-2.0
/** What a running gateway does now. */
@NullMarked
package dev.wheelhouse.engine.gateway.state;

import org.jspecify.annotations.NullMarked;
