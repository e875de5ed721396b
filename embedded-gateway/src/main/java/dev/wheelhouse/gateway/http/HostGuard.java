// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.http;

import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.FailureKind;
import java.util.List;
import java.util.Set;
import java.util.function.IntSupplier;

/**
 * Lets a request pass only if it names this machine, exactly. That stops DNS rebinding: a web page
 * may make its own name point here, but it cannot change the name that the browser sends.
 */
final class HostGuard {
  private final IntSupplier port;
  private volatile Names names = Names.of(-1);

  /** The port is asked for at each request, as it is known only after the start. */
  HostGuard(IntSupplier port) {
    this.port = port;
  }

  /** Whether exactly one Host is there and is one of ours. */
  boolean allows(List<String> hosts) {
    return hosts.size() == 1 && names().all().contains(hosts.getFirst());
  }

  /** The answer to everything else. */
  ApiFailure refusal() {
    return ApiFailure.of(
        FailureKind.HOST_REFUSED,
        "The Host header is not one of this gateway's.",
        "Call it as http://127.0.0.1:%d (or localhost, or [::1]).".formatted(port.getAsInt()));
  }

  private Names names() {
    Names known = names;
    int now = port.getAsInt();
    if (known.port() != now) {
      known = Names.of(now);
      names = known;
    }
    return known;
  }

  /** What this machine may be called, made once and not for each request. */
  private record Names(int port, Set<String> all) {
    static Names of(int port) {
      return new Names(port, Set.of("127.0.0.1:" + port, "localhost:" + port, "[::1]:" + port));
    }
  }
}
