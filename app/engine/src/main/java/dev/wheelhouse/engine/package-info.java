// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.wheelhouse.engine;

import org.jspecify.annotations.NullMarked;
