// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway;

import dev.wheelhouse.engine.gateway.config.GatewaySettingsStore;
import dev.wheelhouse.engine.gateway.key.GatewayKeys;
import dev.wheelhouse.engine.gateway.pool.GatewayPools;
import dev.wheelhouse.engine.gateway.request.GatewayRequests;
import dev.wheelhouse.engine.gateway.state.GatewayCache;
import dev.wheelhouse.engine.gateway.state.GatewayFigures;

/** What the user sees of the gateway of this home and changes about it, beside starting it. */
public record GatewayServices(
    GatewayFigures figures,
    GatewayKeys keys,
    GatewaySettingsStore settings,
    GatewayRequests requests,
    GatewayPools pools,
    GatewayCache cache) {}
