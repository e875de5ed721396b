// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker;

import java.util.List;
import java.util.Map;

/** An image on the engine; digests such as {@code postgres@sha256:…} are empty for local builds. */
public record ImageInfo(
    String id,
    List<String> tags,
    List<String> digests,
    long sizeBytes,
    Map<String, String> labels) {}
