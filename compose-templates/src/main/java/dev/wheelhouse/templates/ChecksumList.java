// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.templates;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The list of what we wrote into a folder, in the form that {@code sha256sum} reads. */
final class ChecksumList {

  static final String NAME = ".template.sha256";

  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  (\\S+)");

  private ChecksumList() {}

  /** Checksums by path. A line that makes no sense is skipped: its file is then the user's. */
  static Map<String, String> read(Path folder) throws IOException {
    Map<String, String> checksums = new TreeMap<>();
    Path list = folder.resolve(NAME);
    if (Files.isRegularFile(list, LinkOption.NOFOLLOW_LINKS)) {
      for (String line : Files.readString(list).split("\n")) {
        Matcher matcher = LINE.matcher(line);
        if (matcher.matches() && TemplateFile.isInside(matcher.group(2))) {
          checksums.put(matcher.group(2), matcher.group(1));
        }
      }
    }
    return checksums;
  }

  static String format(Map<String, String> checksums) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(checksums)
        .forEach((path, checksum) -> text.append(checksum).append("  ").append(path).append('\n'));
    return text.toString();
  }

  static String checksum(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException exception) {
      throw new IllegalStateException("Every Java has SHA-256", exception);
    }
  }
}
