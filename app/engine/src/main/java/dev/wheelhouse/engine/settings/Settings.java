// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.settings;

import java.util.List;

/**
 * The user's settings; provider keys are not here but in the secret store.
 *
 * @param ollamaUrl an Ollama on the host; empty to use the stack's, then the usual place
 * @param providers OpenAI-compatible providers
 */
public record Settings(
    Theme theme, int gatewayPort, String ollamaUrl, List<Provider> providers, Window window) {
  /** How the window looks. */
  public enum Theme {
    SYSTEM,
    LIGHT,
    DARK
  }

  /**
   * A provider that speaks OpenAI's or Anthropic's dialect; its key is kept under its name in the
   * secret store.
   */
  public record Provider(String name, String baseUrl) {}

  /** Where the window was; zero width means never shown. */
  public record Window(
      double x, double y, double width, double height, boolean maximized, boolean railCollapsed) {}

  public Settings {
    providers = List.copyOf(providers);
  }

  public static Settings standard() {
    return new Settings(Theme.SYSTEM, 11435, "", List.of(), new Window(0, 0, 0, 0, false, false));
  }

  public Settings withTheme(Theme changed) {
    return new Settings(changed, gatewayPort, ollamaUrl, providers, window);
  }

  public Settings withWindow(Window changed) {
    return new Settings(theme, gatewayPort, ollamaUrl, providers, changed);
  }

  public Settings withProviders(List<Provider> changed) {
    return new Settings(theme, gatewayPort, ollamaUrl, changed, window);
  }

  public Settings withOllamaUrl(String changed) {
    return new Settings(theme, gatewayPort, changed, providers, window);
  }

  public Settings withGatewayPort(int changed) {
    return new Settings(theme, changed, ollamaUrl, providers, window);
  }
}
