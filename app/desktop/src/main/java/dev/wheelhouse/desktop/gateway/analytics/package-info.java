// SPDX-License-Identifier: Apache-2.0
/** The section Analytics: what models and temperatures led to. */
@NullMarked
package dev.wheelhouse.desktop.gateway.analytics;

import org.jspecify.annotations.NullMarked;
