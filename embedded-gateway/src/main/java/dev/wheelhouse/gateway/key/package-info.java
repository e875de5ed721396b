// SPDX-License-Identifier: Apache-2.0
/** Who may call the gateway: the owner's token, client keys, and what each is allowed. */
@NullMarked
package dev.wheelhouse.gateway.key;

import org.jspecify.annotations.NullMarked;
