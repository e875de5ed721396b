// SPDX-License-Identifier: Apache-2.0
/** What all commands share. */
@NullMarked
package dev.wheelhouse.cli.command;

import org.jspecify.annotations.NullMarked;
