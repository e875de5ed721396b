// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.files;

import dev.wheelhouse.engine.platform.PrivateFiles;
import dev.wheelhouse.engine.problem.InputProblem;
import dev.wheelhouse.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Changes single lines of a {@code .env} file and leaves the others as the user wrote them. */
final class EnvFile {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:/+@%-]*");

  private final Path file;

  EnvFile(Path file) {
    this.file = file;
  }

  /** Sets the values in one step; an empty value takes the line away. */
  void set(Map<String, String> values) {
    Map<String, String> open = new LinkedHashMap<>(values);
    List<String> lines = new ArrayList<>();
    for (String line : present()) {
      String name = nameOf(line);
      if (!values.containsKey(name)) {
        lines.add(line);
      } else if (open.containsKey(name)) {
        add(lines, name, open.remove(name));
      }
    }
    open.forEach((name, value) -> add(lines, name, value));
    String content = lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    PrivateFiles.write(file, content.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> present() {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new ProblemException(
          new InputProblem.FileTrouble(file.toString(), String.valueOf(e.getMessage())), e);
    }
  }

  private static String nameOf(String line) {
    String text = line.strip().replaceFirst("^export\\s+", "");
    int equals = text.indexOf('=');
    return equals < 0 || text.startsWith("#") ? "" : text.substring(0, equals).strip();
  }

  private static void add(List<String> lines, String name, String value) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not the name of a variable: " + name);
    }
    if (value.indexOf('\'') >= 0 || value.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("not a value for .env: " + name);
    }
    if (!value.isEmpty()) {
      lines.add(name + "=" + (PLAIN.matcher(value).matches() ? value : "'" + value + "'"));
    }
  }
}
