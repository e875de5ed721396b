// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.templates;

/**
 * Something a user can set in the {@code .env} file of a stack.
 *
 * @param name as the Compose file writes it, for example {@code OLLAMA_PORT}
 * @param defaultValue what holds when it is not set; may be empty
 * @param kind which values make sense
 * @param meaning one line for the user
 */
public record Variable(String name, String defaultValue, Kind kind, String meaning) {

  /** Checks the name. */
  public Variable {
    if (!name.matches("[A-Z][A-Z0-9_]*")) {
      throw new IllegalArgumentException("Not the name of a variable: " + name);
    }
  }

  /** Which values a variable takes. */
  public enum Kind {
    /** A TCP port of this machine, 1 to 65535. */
    PORT,
    /** An amount of bytes as Docker or the service writes it, for example {@code 512m}. */
    BYTES,
    /** A number, perhaps with a decimal point. */
    NUMBER,
    /** A span of time as Go writes it, for example {@code 5m}. */
    DURATION,
    /** Any text, for example the name of an image. */
    TEXT,
    /** The end of a volume's name; a restore writes it, users need not. */
    GENERATION
  }
}
