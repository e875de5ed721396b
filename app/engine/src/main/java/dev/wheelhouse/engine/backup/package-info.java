// SPDX-License-Identifier: Apache-2.0
/** Backups that are proven, and restores that cannot make things worse. */
@NullMarked
package dev.wheelhouse.engine.backup;

import org.jspecify.annotations.NullMarked;
