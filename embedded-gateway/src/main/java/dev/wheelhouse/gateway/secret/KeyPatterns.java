// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.secret;

import java.util.regex.Pattern;

/**
 * What keys of the known providers, and of this gateway's clients, look like. Servers repeat keys
 * in their errors, whole or in part; what is to be shown or logged goes through here first.
 */
public final class KeyPatterns {
  private static final String HIDDEN = "[hidden]";

  /**
   * Prefixes that providers and this gateway give their keys, and then anything a key or its masked
   * rest has.
   */
  private static final Pattern KEYS =
      Pattern.compile(
          "\\b(?:sk-|whk-|rk-|pk-|xai-|pplx-|gsk_|AIza|AQ\\.|co_|hf_|r8_|nvapi-|ghp_)[A-Za-z0-9_.*…-]{2,}");

  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)(\\bbearer\\s+|[?&](?:key|api_key|apikey|access_token|token)=|"
              + "\\b(?:x-api-key|x-goog-api-key|authorization)[\"']?\\s*[:=]\\s*[\"']?(?:bearer\\s+)?)"
              + "(?!\\[hidden])[^\\s\"'&,;<>]{2,}");

  private KeyPatterns() {}

  /** The text without anything that looks like a key. */
  public static String scrub(String text) {
    String named = NAMED.matcher(text).replaceAll("$1" + HIDDEN);
    return KEYS.matcher(named).replaceAll(HIDDEN);
  }
}
