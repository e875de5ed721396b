// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose;

/**
 * A published port.
 *
 * @param hostAddress 127.0.0.1 or ::1; empty would be every address and is refused by the lint
 * @param hostPort 0 lets the engine choose
 * @param protocol tcp or udp
 * @param variable the variable that the file takes the host port from; empty when it is fixed
 */
public record ComposePort(
    String hostAddress, int hostPort, int containerPort, String protocol, String variable) {}
