// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.wheelhouse.icons;

import org.jspecify.annotations.NullMarked;
