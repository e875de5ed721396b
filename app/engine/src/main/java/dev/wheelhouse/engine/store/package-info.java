// SPDX-License-Identifier: Apache-2.0
/** SQLite: one database, one writer, migrations. */
@NullMarked
package dev.wheelhouse.engine.store;

import org.jspecify.annotations.NullMarked;
