// SPDX-License-Identifier: Apache-2.0
/** Client keys in a database that several gateways share. */
@NullMarked
package dev.wheelhouse.gateway.key.postgres;

import org.jspecify.annotations.NullMarked;
