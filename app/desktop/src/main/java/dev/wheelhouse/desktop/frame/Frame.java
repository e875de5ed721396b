// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.frame;

/** All that a screen's view may use of the window, in one piece. */
public record Frame(Navigator navigator, Notices notices, Inspector inspector, Outside outside) {}
