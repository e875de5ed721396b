// SPDX-License-Identifier: Apache-2.0
/** The logs screen: many services in one list, filtered and searched, in bounded memory. */
@NullMarked
package dev.wheelhouse.desktop.logs;

import org.jspecify.annotations.NullMarked;
