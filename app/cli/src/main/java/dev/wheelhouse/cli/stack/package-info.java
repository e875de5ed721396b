// SPDX-License-Identifier: Apache-2.0
/** Commands about stacks and their services. */
@NullMarked
package dev.wheelhouse.cli.stack;

import org.jspecify.annotations.NullMarked;
