// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Tells comments, strings, numbers and keywords of the common languages apart, in one pass over the
 * text and without regular expressions. It is for the eye: what it does not know stays plain.
 */
final class CodeColors {
  /** What a part of the code is. */
  enum Kind {
    PLAIN,
    COMMENT,
    STRING,
    NUMBER,
    KEYWORD;

    String styleClass() {
      return "md-code-" + name().toLowerCase(Locale.ROOT);
    }
  }

  record Part(Kind kind, String text) {}

  /** More parts than this cost more than colours are worth. */
  private static final int MOST_PARTS = 2000;

  private static final Set<String> NONE = Set.of();
  private static final Set<String> C_LIKE =
      Set.of(
          ("abstract any as async await bool boolean break case catch char class const continue"
                  + " default defer delete do double else enum export extends extern false final"
                  + " finally float fn for func function go if impl implements import in instanceof"
                  + " int interface let long loop match mod mut namespace new null nil package"
                  + " private protected pub public record return sealed short static struct super"
                  + " switch this throw throws trait true try type typeof undefined unsigned use var"
                  + " void where while yield string number")
              .split(" "));
  private static final Set<String> HASH_LIKE =
      Set.of(
          ("and as assert async await break class case continue def del do done elif else end esac"
                  + " except export false fi finally for from function global if import in is lambda"
                  + " local None nonlocal not null or pass raise return self then True False true try"
                  + " while with yield echo exit")
              .split(" "));
  private static final Set<String> SQL =
      Set.of(
          ("select from where insert into values update set delete create table index view drop"
                  + " alter add primary key foreign references not null and or in is like between"
                  + " order by group having limit offset join left right inner outer on as distinct"
                  + " union all case when then else end default unique begin commit rollback with"
                  + " returning exists")
              .split(" "));

  private static final Map<String, Rules> LANGUAGES = languages();

  /**
   * How one family of languages is written.
   *
   * @param line what begins a comment to the end of the line; empty for none
   * @param block whether slash-star comments exist
   */
  private record Rules(String line, boolean block, Set<String> keywords, boolean anyCase) {}

  private final Rules rules;
  private final String code;
  private final List<Part> parts = new ArrayList<>();
  private int at;
  private int plainFrom;

  private CodeColors(Rules rules, String code) {
    this.rules = rules;
    this.code = code;
  }

  /** The whole text in order; one plain part when the language is not known. */
  static List<Part> split(String language, String code) {
    Rules rules = LANGUAGES.get(language.toLowerCase(Locale.ROOT));
    if (rules == null || code.isEmpty()) {
      return List.of(new Part(Kind.PLAIN, code));
    }
    CodeColors colors = new CodeColors(rules, code);
    colors.run();
    return colors.parts;
  }

  private void run() {
    while (at < code.length() && parts.size() < MOST_PARTS) {
      char c = code.charAt(at);
      if (!rules.line().isEmpty() && code.startsWith(rules.line(), at)) {
        take(Kind.COMMENT, endOfLine());
      } else if (rules.block() && code.startsWith("/*", at)) {
        int close = code.indexOf("*/", at + 2);
        take(Kind.COMMENT, close < 0 ? code.length() : close + 2);
      } else if (c == '"' || c == '\'' || c == '`') {
        take(Kind.STRING, endOfString(c));
      } else if (Character.isJavaIdentifierStart(c)) {
        word();
      } else if (c >= '0' && c <= '9') {
        take(Kind.NUMBER, endOfWord());
      } else {
        at++;
      }
    }
    at = code.length();
    flushPlain();
  }

  private void word() {
    int end = endOfWord();
    String word = code.substring(at, end);
    if (rules.keywords().contains(rules.anyCase() ? word.toLowerCase(Locale.ROOT) : word)) {
      take(Kind.KEYWORD, end);
    } else {
      at = end;
    }
  }

  private void take(Kind kind, int end) {
    flushPlain();
    parts.add(new Part(kind, code.substring(at, end)));
    at = end;
    plainFrom = end;
  }

  private void flushPlain() {
    if (plainFrom < at) {
      parts.add(new Part(Kind.PLAIN, code.substring(plainFrom, at)));
      plainFrom = at;
    }
  }

  private int endOfLine() {
    int end = code.indexOf('\n', at);
    return end < 0 ? code.length() : end;
  }

  private int endOfString(char quote) {
    for (int i = at + 1; i < code.length(); i++) {
      char c = code.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == quote) {
        return i + 1;
      } else if (c == '\n' && quote != '`') {
        // an apostrophe, not a string
        return at + 1;
      }
    }
    return quote == '`' ? code.length() : at + 1;
  }

  private int endOfWord() {
    int end = at;
    while (end < code.length()
        && (Character.isJavaIdentifierPart(code.charAt(end))
            || (code.charAt(end) == '.' && Character.isDigit(code.charAt(at))))) {
      end++;
    }
    return Math.max(end, at + 1);
  }

  private static Map<String, Rules> languages() {
    Rules curly = new Rules("//", true, C_LIKE, false);
    Rules hash = new Rules("#", false, HASH_LIKE, false);
    Rules sql = new Rules("--", true, SQL, true);
    Rules data = new Rules("#", false, Set.of("true", "false", "null", "yes", "no"), false);
    Map<String, Rules> known = new HashMap<>();
    for (String name :
        "java kotlin scala c cpp c++ h cs csharp js javascript ts typescript jsx tsx go rust rs swift php dart json jsonc groovy"
            .split(" ")) {
      known.put(name, curly);
    }
    for (String name :
        "python py bash sh shell zsh console ruby rb perl r make makefile dockerfile".split(" ")) {
      known.put(name, hash);
    }
    for (String name : "yaml yml toml ini properties conf".split(" ")) {
      known.put(name, data);
    }
    known.put("sql", sql);
    known.put("postgresql", sql);
    known.put("css", new Rules("", true, NONE, false));
    return Map.copyOf(known);
  }
}
