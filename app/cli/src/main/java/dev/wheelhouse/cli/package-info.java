// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.wheelhouse.cli;

import org.jspecify.annotations.NullMarked;
