// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.action;

/**
 * A button that remedies a problem.
 *
 * @param words a verb and its object: "Choose another port"
 */
public record Remedy(String words, Runnable action) {}
