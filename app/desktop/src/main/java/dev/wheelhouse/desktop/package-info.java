// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.wheelhouse.desktop;

import org.jspecify.annotations.NullMarked;
