// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route.pool;

/** Where a target computes its answers. */
public enum Location {
  /** On this machine if its address is one of this machine, else in a cloud. */
  BY_ADDRESS,
  /** On this machine although its address is another one, as with containers. */
  LOCAL,
  /** Somewhere else, although its address is one of this machine, as with a tunnel. */
  CLOUD
}
