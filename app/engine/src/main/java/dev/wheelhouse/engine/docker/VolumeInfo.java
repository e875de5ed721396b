// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker;

import java.util.Map;

/** A volume that exists. */
public record VolumeInfo(
    String name, String driver, String mountpoint, Map<String, String> labels) {}
