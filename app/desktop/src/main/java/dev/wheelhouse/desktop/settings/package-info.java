// SPDX-License-Identifier: Apache-2.0
/** The screen Settings: looks, providers and their keys, addresses. */
@NullMarked
package dev.wheelhouse.desktop.settings;

import org.jspecify.annotations.NullMarked;
