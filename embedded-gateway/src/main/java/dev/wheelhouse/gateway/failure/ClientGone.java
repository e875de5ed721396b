// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.failure;

/** The client has left: nobody is there to be answered, so nothing is reported. */
public final class ClientGone extends Exception {
  private static final long serialVersionUID = 1L;

  /** Carries no stack trace: it is an everyday event. */
  public ClientGone() {
    super("the client closed the connection", null, false, false);
  }
}
