// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.http;

import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.FailureKind;
import java.util.List;
import java.util.Set;
import java.util.function.IntSupplier;

/**
 * Lets a request pass only if it names this machine, or another name that was listed, exactly. That
 * stops DNS rebinding: a web page may make its own name point here, but it cannot change the name
 * that the browser sends.
 */
final class HostGuard {
  private final IntSupplier port;
  private final Exposure exposure;
  private volatile Names names = new Names(-1, Set.of());

  /** The port is asked for at each request, as it is known only after the start. */
  HostGuard(IntSupplier port, Exposure exposure) {
    this.port = port;
    this.exposure = exposure;
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
      known = new Names(now, exposure.names(now));
      names = known;
    }
    return known;
  }

  /** What the gateway may be called, made once and not for each request. */
  private record Names(int port, Set<String> all) {}
}
