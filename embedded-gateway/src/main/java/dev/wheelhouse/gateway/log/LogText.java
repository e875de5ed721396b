// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.log;

import java.util.regex.Pattern;

/** Takes out of kept content what looks like a key. */
public final class LogText {
  private static final Pattern KEYS =
      Pattern.compile(
          "sk-[\\w-]{12,200}"
              + "|whk-[0-9a-f]{12}-[\\w-]{1,200}"
              + "|AIza[\\w-]{20,100}"
              + "|gh[pousr]_\\w{20,200}"
              + "|xox[abprs]-[\\w-]{10,200}"
              + "|xai-\\w{20,200}|gsk_\\w{20,200}|pplx-\\w{20,200}"
              + "|AKIA[0-9A-Z]{16}"
              + "|eyJ[\\w-]{10,2000}\\.[\\w-]{10,4000}\\.[\\w-]{10,1000}"
              + "|(?<=[Bb]earer )[\\w.~+/=-]{8,2000}");

  private LogText() {}

  /** The same text without keys. Also drops NUL, which Postgres cannot store. */
  public static String scrub(String text) {
    return text.isEmpty()
        ? text
        : KEYS.matcher(text.replace('\0', '\uFFFD')).replaceAll("[removed]");
  }
}
