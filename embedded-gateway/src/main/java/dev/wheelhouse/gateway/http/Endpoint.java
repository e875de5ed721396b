// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.http;

import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;
import java.util.Set;

/** One path of the gateway. */
public interface Endpoint {
  /** The path. A path that ends with {@code /*} stands for everything below it. */
  String path();

  /** The methods it answers. */
  Set<String> methods();

  /** Who may call it. */
  Access access();

  /** Answers one request; failures are written in {@link #errors()}' form. */
  void handle(Exchange exchange) throws ApiFailure, ClientGone;

  /** How failures of this endpoint look. */
  ErrorForm errors();
}
