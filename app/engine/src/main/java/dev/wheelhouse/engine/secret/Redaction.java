// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.secret;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes out of a text what looks like a secret: for logs, exported log lines and messages of
 * upstreams. Finds the usual shapes; it cannot know a secret that looks like a word.
 */
public final class Redaction {
  /** What stands in place of a secret. */
  public static final String HIDDEN = "[hidden]";

  /** Every quantifier is bounded or possessive, so that no line can make a match slow. */
  private static final List<Pattern> SHAPES =
      List.of(
          // Authorization: Bearer x, Authorization: Basic x
          Pattern.compile("(?i)\\b((?:bearer|basic)\\s{1,4})[A-Za-z0-9._~+/=-]{8,4096}+"),
          // password=x, "api_key": "x", --token x
          Pattern.compile(
              "(?i)((?:password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key"
                  + "|requirepass|authorization)[\"']?\\s{0,4}[=:]\\s{0,4}[\"']?)"
                  + "(?!(?:bearer|basic)\\s)[^\\s\"',;&}\\]]{3,4096}+"),
          // scheme://user:x@host
          Pattern.compile("(://[^\\s/:@]{0,256}:)[^\\s/@]{1,1024}+(?=@)"),
          // OpenAI, Anthropic, xAI, Groq, Google, GitHub, Hugging Face, AWS, Slack
          Pattern.compile(
              "()\\b(?:sk-|pk-|xai-|gsk_|AIza|gh[pousr]_|github_pat_|hf_|AKIA|ASIA|xox[abprs]-)"
                  + "[A-Za-z0-9_-]{12,512}+"),
          // JSON web tokens
          Pattern.compile(
              "()\\beyJ[A-Za-z0-9_-]{8,4096}+\\.[A-Za-z0-9_-]{8,4096}+[A-Za-z0-9._-]*+"));

  private Redaction() {}

  /** The text with secrets hidden. */
  public static String clean(String text) {
    String cleaned = text;
    for (Pattern shape : SHAPES) {
      Matcher matcher = shape.matcher(cleaned);
      if (matcher.find()) {
        cleaned = matcher.replaceAll("$1" + Matcher.quoteReplacement(HIDDEN));
      }
    }
    return cleaned;
  }
}
