// SPDX-License-Identifier: Apache-2.0
/** Backup and restore of Chroma by a copy of its folder while it is stopped. */
@NullMarked
package dev.wheelhouse.engine.backup.chroma;

import org.jspecify.annotations.NullMarked;
