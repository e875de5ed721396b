// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.redis;

import dev.wheelhouse.engine.backup.service.Server;
import dev.wheelhouse.engine.docker.ExecResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Redis server reached by redis-cli in its own container. The password goes from the secret's
 * file into redis-cli's environment inside the container and nowhere else.
 */
record Redis(Server server) {
  private static final Pattern KEYSPACE = Pattern.compile("(db\\d+):keys=(\\d+),expires=(\\d+).*");

  /** $0 is the file of the password, the rest are the arguments of redis-cli. */
  private static final String WITH_PASSWORD =
      "REDISCLI_AUTH=\"$(cat \"$0\")\" exec redis-cli -h 127.0.0.1 \"$@\"";

  /** Keys of one database, and how many of them expire. */
  record Keys(long all, long expiring) {
    long lasting() {
      return all - expiring;
    }
  }

  private List<String> command(String... arguments) {
    Optional<String> password = server.blueprint().secretPath("password");
    List<String> command =
        new ArrayList<>(
            password.isPresent()
                ? List.of("sh", "-c", WITH_PASSWORD, password.get())
                : List.of("redis-cli", "-h", "127.0.0.1"));
    command.addAll(List.of(arguments));
    return command;
  }

  /**
   * Runs one command. redis-cli ends with 0 on errors of the server too, so callers look for the
   * answer they expect.
   */
  String ask(String... arguments) {
    ExecResult result = server.exec(command(arguments));
    if (!result.ok() || isError(result.output())) {
      throw server.failed("redis-cli " + arguments[0], result);
    }
    return result.output().strip();
  }

  private static boolean isError(String output) {
    return output.matches(
        "(?s)(?:\\(error\\) )?(?:ERR|NOAUTH|NOPERM|WRONGPASS|LOADING|DENIED)\\b.*");
  }

  boolean ready() {
    ExecResult result = server.exec(command("PING"));
    return result.ok() && result.output().strip().equals("PONG");
  }

  /** The lines {@code name:value} of a section of INFO. */
  Map<String, String> info(String section) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String line : ask("INFO", section).lines().toList()) {
      int colon = line.indexOf(':');
      if (colon > 0 && !line.startsWith("#")) {
        values.put(line.substring(0, colon), line.substring(colon + 1).strip());
      }
    }
    if (values.isEmpty() && !section.equals("keyspace")) {
      throw server.failed("reading INFO " + section, "it is empty");
    }
    return values;
  }

  String info(String section, String name) {
    String value = info(section).get(name);
    if (value == null) {
      throw server.failed("reading INFO " + section, "it has no " + name);
    }
    return value;
  }

  /** A setting; {@code CONFIG GET} answers with the name and then the value. */
  String setting(String name) {
    List<String> lines = ask("CONFIG", "GET", name).lines().toList();
    if (lines.isEmpty() || !lines.getFirst().equals(name)) {
      throw server.failed("CONFIG GET " + name, "it has no such setting");
    }
    return lines.size() > 1 ? lines.get(1).strip() : "";
  }

  /** Keys by database. */
  Map<String, Keys> keyspace() {
    Map<String, Keys> keys = new TreeMap<>();
    info("keyspace")
        .forEach((name, value) -> {
          Matcher matcher = KEYSPACE.matcher(name + ":" + value);
          if (matcher.matches()) {
            long all = Long.parseLong(matcher.group(2));
            keys.put(name, new Keys(all, Long.parseLong(matcher.group(3))));
          }
        });
    return keys;
  }
}
