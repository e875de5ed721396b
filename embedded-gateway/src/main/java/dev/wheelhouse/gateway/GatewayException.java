// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

/** The gateway cannot be started or set up as asked; {@link #kind()} says why. */
public final class GatewayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /** Why it cannot. */
  public enum Kind {
    /** Another process listens on the port. */
    PORT_TAKEN,
    /** The host is not this machine's loopback address. */
    HOST_NOT_LOOPBACK,
    /** An upstream's address cannot be used; the message says why. */
    BAD_UPSTREAM_ADDRESS,
    /** Two upstreams have one name. */
    DUPLICATE_UPSTREAM,
    /** An entry of the allowed origins is no origin. */
    BAD_ORIGIN,
    /** There is no token to protect the gateway with. */
    TOKEN_MISSING,
    /** The server did not start for another reason. */
    START_FAILED
  }

  GatewayException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  GatewayException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** Why it cannot. */
  public Kind kind() {
    return kind;
  }
}
