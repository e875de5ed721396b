// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The roles that {@code pg_dumpall --globals-only} wrote, one statement a line. Only statements
 * about roles pass: this is SQL out of a file, and psql would run anything (CVE-2025-8714), its own
 * backslash commands above all.
 */
final class Globals {
  /** The last line of a complete dump. */
  static final String END = "-- PostgreSQL database cluster dump complete";

  private static final String NAME = "(\"(?:[^\"]|\"\")+\"|[a-z_][a-z0-9_$]*)";
  private static final String TEXT = "'(?:[^']|'')*'";
  private static final Pattern CREATE = Pattern.compile("CREATE ROLE " + NAME + ";");
  private static final Pattern ALTER =
      Pattern.compile(
          "ALTER ROLE "
              + NAME
              + " WITH((?: [A-Z]+)*(?: CONNECTION LIMIT -?\\d+)?)( PASSWORD "
              + TEXT
              + ")?( VALID UNTIL "
              + TEXT
              + ")?;");
  private static final Pattern SETTING =
      Pattern.compile("ALTER ROLE " + NAME + "(?: IN DATABASE " + NAME + ")? SET [^;\\\\]*;");
  private static final Pattern COMMENT =
      Pattern.compile("COMMENT ON ROLE " + NAME + " IS " + TEXT + ";");
  private static final Pattern GRANT =
      Pattern.compile(
          "GRANT " + NAME + " TO " + NAME + "( WITH [A-Z ,]+)?(?: GRANTED BY " + NAME + ")?;");
  private static final Pattern PARAMETER =
      Pattern.compile("GRANT (?:SET|ALTER SYSTEM|ALL|SET,ALTER SYSTEM) ON PARAMETER [^;\\\\]*;");
  private static final Pattern HARMLESS =
      Pattern.compile(
          "|--.*|\\\\(?:un)?restrict [A-Za-z0-9]+|SET [a-z_]+ = [A-Za-z0-9' -]+;"
              + "|SELECT pg_catalog\\.set_config\\('search_path', '', false\\);");

  private Globals() {}

  /** Statements about the cluster, and those to run once the databases are there. */
  record Script(List<String> roles, List<String> afterwards) {}

  /** A line that has no business among roles. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  /**
   * Makes the script for a new cluster.
   *
   * @param existing roles that the cluster has already: they are not created
   * @param owner the superuser of the new cluster; its password stays as the stack's secret says
   */
  static Script script(String dump, Set<String> existing, String owner) throws Refused {
    List<String> roles = new ArrayList<>();
    List<String> afterwards = new ArrayList<>();
    boolean complete = false;
    for (String line : dump.lines().toList()) {
      complete |= line.equals(END);
      Matcher create = CREATE.matcher(line);
      Matcher alter = ALTER.matcher(line);
      if (create.matches()) {
        if (!existing.contains(name(create.group(1)))) {
          roles.add(line);
        }
      } else if (alter.matches()) {
        roles.add(name(alter.group(1)).equals(owner) ? withoutPassword(alter) : line);
      } else if (SETTING.matcher(line).matches()) {
        (line.contains(" IN DATABASE ") ? afterwards : roles).add(line);
      } else if (GRANT.matcher(line).matches()
          || PARAMETER.matcher(line).matches()
          || COMMENT.matcher(line).matches()) {
        roles.add(line);
      } else if (!HARMLESS.matcher(line).matches()) {
        throw new Refused("a line that is not about roles: " + start(line));
      }
    }
    if (!complete) {
      throw new Refused("its last line is missing, so it is not complete");
    }
    return new Script(List.copyOf(roles), List.copyOf(afterwards));
  }

  private static String withoutPassword(Matcher alter) {
    String validity = alter.group(4);
    return "ALTER ROLE "
        + alter.group(1)
        + " WITH"
        + alter.group(2)
        + (validity == null ? "" : validity)
        + ";";
  }

  private static String name(String written) {
    return written.startsWith("\"")
        ? written.substring(1, written.length() - 1).replace("\"\"", "\"")
        : written;
  }

  /** Enough to find the line, without what could be a password. */
  private static String start(String line) {
    return line.substring(0, Math.min(30, line.length()));
  }
}
