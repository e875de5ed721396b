// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.redis;

import dev.wheelhouse.engine.backup.format.Manifest;
import dev.wheelhouse.engine.backup.format.Manifest.Count;
import dev.wheelhouse.engine.backup.format.TarFiles;
import dev.wheelhouse.engine.backup.format.TarStream;
import dev.wheelhouse.engine.backup.service.Load;
import dev.wheelhouse.engine.backup.service.Server;
import dev.wheelhouse.engine.docker.ExecResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code redis-check-rdb} says of a file: whether it is whole, and how many keys are in it.
 *
 * @param complaint empty when it is good
 */
record RdbCheck(List<Count> counts, String complaint) {
  private static final String FILE = "/wheelhouse-check.rdb";
  private static final Pattern KEYS = Pattern.compile("(?m)^.*\\[info\\] (\\d+) keys read$");
  private static final Pattern EXPIRES = Pattern.compile("(?m)^.*\\[info\\] (\\d+) expires$");

  boolean good() {
    return complaint.isEmpty();
  }

  static RdbCheck run(Load load, Manifest.Member member) {
    try {
      return run(load.workbench().tools(load.blueprint()), load.path(member));
    } catch (IOException e) {
      throw load.failed("copying " + member.name() + " into a container", e);
    }
  }

  /** Copies the file into the container of tools, checks it there, and removes it. */
  static RdbCheck run(Server tools, Path file) throws IOException {
    TarFiles files = TarFiles.builder().file(FILE.substring(1), file, 0, 0).build();
    try (TarStream tar = new TarStream(files)) {
      tools.docker().copyTo(tools.container(), "/", tar);
    }
    ExecResult result = tools.execLong(List.of("redis-check-rdb", FILE));
    tools.exec(List.of("rm", "-f", FILE));
    if (!result.ok()) {
      return new RdbCheck(List.of(), complaint(result));
    }
    OptionalLong keys = number(KEYS, result.output());
    OptionalLong expires = number(EXPIRES, result.output());
    if (keys.isEmpty() || expires.isEmpty()) {
      return new RdbCheck(List.of(), "it does not say how many keys it read");
    }
    return new RdbCheck(
        RedisBackup.totals(keys.getAsLong() - expires.getAsLong(), expires.getAsLong()), "");
  }

  private static OptionalLong number(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }

  private static String complaint(ExecResult result) {
    String text = result.output() + "\n" + result.error();
    return text.lines()
        .filter(
            line -> line.contains("---") || line.toLowerCase(java.util.Locale.ROOT).contains("err"))
        .findFirst()
        .orElse("exit status " + result.exitCode());
  }
}
