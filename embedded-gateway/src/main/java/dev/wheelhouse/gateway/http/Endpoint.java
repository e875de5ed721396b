// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.http;

import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.key.Scope;
import java.util.Set;

/** One path of the gateway. */
public interface Endpoint {
  /** The path. A path that ends with {@code /*} stands for everything below it. */
  String path();

  /** The methods it answers; POST unless it says otherwise. */
  default Set<String> methods() {
    return Set.of("POST");
  }

  /** Who may call it; clients with a token unless it says otherwise. */
  default Access access() {
    return Access.CLIENT;
  }

  /** What a key must open; the most powerful scope unless it says otherwise. */
  default Scope scope() {
    return Scope.ADMIN;
  }

  /** Whether the body of a POST must be JSON. */
  default boolean takesJson() {
    return true;
  }

  /** Whether its requests are kept in the log: those that ask something of a model. */
  default boolean logged() {
    return methods().contains("POST") && (scope() == Scope.CHAT || scope() == Scope.EMBEDDINGS);
  }

  /** Answers one request; failures are written in {@link #errors()}' form. */
  void handle(Exchange exchange) throws ApiFailure, ClientGone;

  /** How failures of this endpoint look. */
  ErrorForm errors();
}
