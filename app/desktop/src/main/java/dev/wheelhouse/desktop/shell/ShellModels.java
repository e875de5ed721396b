// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.shell;

/** The view models of the window's own parts. */
public record ShellModels(
    TopBarViewModel topBar, JobTrayViewModel jobs, PaletteViewModel palette) {}
