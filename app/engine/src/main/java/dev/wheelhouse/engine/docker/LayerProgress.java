// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker;

/**
 * One line of a pull.
 *
 * @param layer short layer id; empty for lines about the whole image
 * @param status "Downloading", "Extracting", "Pull complete" …
 * @param current bytes done, 0 when unknown
 * @param total bytes in all, 0 when unknown
 */
public record LayerProgress(String layer, String status, long current, long total) {}
