// SPDX-License-Identifier: Apache-2.0
/** Backups in a folder of this machine: create, verify, restore, and what a crash leaves. */
@NullMarked
package dev.wheelhouse.engine.backup.local;

import org.jspecify.annotations.NullMarked;
