// SPDX-License-Identifier: Apache-2.0
/** Which upstream answers: the live set, its models, its health, and the attempt loop. */
@NullMarked
package dev.wheelhouse.gateway.route;

import org.jspecify.annotations.NullMarked;
