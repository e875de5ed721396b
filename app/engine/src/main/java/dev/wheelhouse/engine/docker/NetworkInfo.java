// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker;

import java.util.Map;

/** A network that exists. */
public record NetworkInfo(String id, String name, boolean internal, Map<String, String> labels) {}
