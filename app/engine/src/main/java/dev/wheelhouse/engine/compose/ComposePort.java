// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose;

/**
 * A published port.
 *
 * @param hostAddress 127.0.0.1 or ::1
 * @param hostPort 0 lets the engine choose
 * @param lastPort the end of a range, of which each container of the service gets one
 * @param protocol tcp or udp
 * @param variable the variable that the file takes the host port from; empty when it is fixed
 */
public record ComposePort(
    String hostAddress,
    int hostPort,
    int lastPort,
    int containerPort,
    String protocol,
    String variable) {
  /** One port, and no range. */
  public ComposePort(
      String hostAddress, int hostPort, int containerPort, String protocol, String variable) {
    this(hostAddress, hostPort, hostPort, containerPort, protocol, variable);
  }

  /** The host's port of the container with that number, from 1. */
  public int hostPort(int number) {
    return hostPort == 0 ? 0 : hostPort + number - 1;
  }

  /** For how many containers there are ports. */
  public int room() {
    return hostPort == 0 ? Integer.MAX_VALUE : lastPort - hostPort + 1;
  }
}
