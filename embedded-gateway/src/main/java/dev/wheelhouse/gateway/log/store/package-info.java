// SPDX-License-Identifier: Apache-2.0
/** The log in SQLite or Postgres, and the one thread that writes it. */
@NullMarked
package dev.wheelhouse.gateway.log.store;

import org.jspecify.annotations.NullMarked;
