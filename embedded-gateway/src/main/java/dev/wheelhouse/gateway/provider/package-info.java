// SPDX-License-Identifier: Apache-2.0
/** The provider port, and what the adapters in the packages below share. */
@NullMarked
package dev.wheelhouse.gateway.provider;

import org.jspecify.annotations.NullMarked;
