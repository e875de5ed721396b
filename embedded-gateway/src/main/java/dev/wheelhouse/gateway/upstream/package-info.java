// SPDX-License-Identifier: Apache-2.0
/**
 * HTTP to upstreams: checked addresses, one client, cancelling, and the splitting of streams into
 * frames.
 */
@NullMarked
package dev.wheelhouse.gateway.upstream;

import org.jspecify.annotations.NullMarked;
