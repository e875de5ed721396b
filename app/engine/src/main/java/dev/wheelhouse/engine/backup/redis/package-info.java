// SPDX-License-Identifier: Apache-2.0
/** Backup and restore of Redis by its own snapshots. */
@NullMarked
package dev.wheelhouse.engine.backup.redis;

import org.jspecify.annotations.NullMarked;
