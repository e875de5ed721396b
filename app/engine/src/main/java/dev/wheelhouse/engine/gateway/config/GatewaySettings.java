// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.config;

/** How the user has set up the gateway; its port and its providers are in the settings. */
public record GatewaySettings(RequestLogSettings log) {
  /** What holds until the user changes it. */
  public static final GatewaySettings STANDARD = new GatewaySettings(RequestLogSettings.STANDARD);

  public GatewaySettings withLog(RequestLogSettings changed) {
    return new GatewaySettings(changed);
  }
}
