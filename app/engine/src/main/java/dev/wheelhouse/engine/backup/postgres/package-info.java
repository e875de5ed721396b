// SPDX-License-Identifier: Apache-2.0
/** Backup and restore of PostgreSQL with its own tools. */
@NullMarked
package dev.wheelhouse.engine.backup.postgres;

import org.jspecify.annotations.NullMarked;
