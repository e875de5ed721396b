// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker;

import java.util.Map;

/** A volume to create. */
public record VolumeSpec(String name, Map<String, String> labels, Map<String, String> options) {}
