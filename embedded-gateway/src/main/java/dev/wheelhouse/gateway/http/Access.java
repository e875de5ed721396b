// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.http;

/** Who may call an endpoint. Host and Origin are checked for all of them. */
public enum Access {
  /** Anyone on this machine: it tells nothing. */
  OPEN,
  /** Clients with the token; allowed web origins may read the answer. */
  CLIENT,
  /** Whoever has the token; never readable by a web page. */
  INTERNAL
}
