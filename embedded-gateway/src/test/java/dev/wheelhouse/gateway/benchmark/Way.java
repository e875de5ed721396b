// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.benchmark;

import java.util.Map;

/** A way to an upstream: through what, and what that needs to hear. */
record Way(String name, int port, Map<String, String> headers, Service service) {
  static final String PATH = "/v1/chat/completions";

  /** Whether it is what the others are compared with. */
  boolean isGateway() {
    return name.equals("gateway");
  }
}
