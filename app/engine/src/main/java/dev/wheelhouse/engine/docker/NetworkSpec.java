// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker;

import java.util.Map;

/** A bridge network to create. */
public record NetworkSpec(String name, boolean internal, Map<String, String> labels) {}
