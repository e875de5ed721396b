// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker;

/**
 * A container port and where the host publishes it.
 *
 * @param hostAddress address on the host; empty when not published
 * @param hostPort 0 lets the engine choose, and stands for "not published" in what it reports
 * @param protocol tcp or udp
 */
public record PortBinding(String hostAddress, int hostPort, int containerPort, String protocol) {}
