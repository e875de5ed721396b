// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.http;

import dev.wheelhouse.gateway.failure.ApiFailure;

/** Writes a failure as the clients of one dialect expect it. */
@FunctionalInterface
public interface ErrorForm {
  /** The JSON body. */
  byte[] body(ApiFailure failure);
}
