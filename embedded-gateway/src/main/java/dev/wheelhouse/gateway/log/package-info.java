// SPDX-License-Identifier: Apache-2.0
/** The log of requests: what stands in it, how it is asked, and the port behind which it lies. */
@NullMarked
package dev.wheelhouse.gateway.log;

import org.jspecify.annotations.NullMarked;
