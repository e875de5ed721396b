// SPDX-License-Identifier: Apache-2.0
/** What can go wrong with one request, as data: kind, cause and remedy. */
@NullMarked
package dev.wheelhouse.gateway.failure;

import org.jspecify.annotations.NullMarked;
