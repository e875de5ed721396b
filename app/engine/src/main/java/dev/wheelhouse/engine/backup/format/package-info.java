// SPDX-License-Identifier: Apache-2.0
/**
 * What a backup is on disk: folder, manifest, members, tars; docs/backup-format.md has the words.
 */
@NullMarked
package dev.wheelhouse.engine.backup.format;

import org.jspecify.annotations.NullMarked;
