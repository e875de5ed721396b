// SPDX-License-Identifier: Apache-2.0
/** Commands about backups. */
@NullMarked
package dev.wheelhouse.cli.backup;

import org.jspecify.annotations.NullMarked;
