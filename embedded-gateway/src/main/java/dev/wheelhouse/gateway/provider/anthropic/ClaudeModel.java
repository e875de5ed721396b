// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.provider.anthropic;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a model behind Anthropic's API takes, told by its name: generations differ in fields that
 * are an error for the others. Other vendors' models behind the same API count as old ones.
 *
 * @param version major times 100 plus minor, as 407 for 4.7; 0 when it is no Claude
 */
record ClaudeModel(int version) {
  // claude-3-5-sonnet-20241022, claude-sonnet-4-20250514, claude-opus-4-7; a date is no minor
  private static final Pattern NAME =
      Pattern.compile("claude-(?:[a-z]+-)?(\\d{1,2})(?:[-.](\\d{1,2})(?!\\d))?.*");

  private static final int FIRST_ADAPTIVE = 406;
  private static final int FIRST_WITHOUT_SAMPLING = 407;
  private static final int FIRST_LONG = 307;

  /** The model of this name. */
  static ClaudeModel of(String name) {
    Matcher matcher = NAME.matcher(name.substring(name.lastIndexOf('/') + 1));
    if (!matcher.matches()) {
      return new ClaudeModel(0);
    }
    int minor = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
    return new ClaudeModel(Integer.parseInt(matcher.group(1)) * 100 + minor);
  }

  /** Whether it decides itself how long it thinks, by an effort and not by a number of tokens. */
  boolean thinksByEffort() {
    return version >= FIRST_ADAPTIVE;
  }

  /** Whether temperature, top_p and top_k may be set. */
  boolean takesSampling() {
    return version < FIRST_WITHOUT_SAMPLING;
  }

  /** Whether temperature and top_p exclude each other. */
  boolean takesOneOfTemperatureAndTopP() {
    return version > 0;
  }

  /** The most tokens of an answer, which must be given and which the client left open. */
  int defaultMaxTokens() {
    if (version >= FIRST_LONG) {
      return 32_000;
    }
    return version > 0 && version < 305 ? 4_096 : 8_192;
  }
}
