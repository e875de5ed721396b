// SPDX-License-Identifier: Apache-2.0
/** Commands that talk to models. */
@NullMarked
package dev.wheelhouse.cli.model;

import org.jspecify.annotations.NullMarked;
