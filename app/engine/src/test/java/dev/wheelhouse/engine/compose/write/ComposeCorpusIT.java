// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.engine.compose.load.ComposeSources;
import dev.wheelhouse.engine.compose.read.ComposeLoader;
import dev.wheelhouse.engine.compose.read.Trust;
import dev.wheelhouse.engine.problem.ProblemException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Each folder of {@code compose/corpus} exercises one feature of the Compose specification; what we
 * make of it and what {@code docker compose config} writes must be the same tree. Two things count
 * as the same: numbers of one value ({@code 1} and {@code 1.0}), and maps in another order.
 *
 * <p>{@code run.txt} in a folder names the files and profiles; without files the folder is read as
 * Compose reads it, with the override beside the file.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ComposeCorpusIT {
  private static final Path CORPUS = Path.of("src/test/resources/compose/corpus");

  @TempDir Path scratch;

  @Test
  void writesEveryFileOfTheCorpusAsComposeDoes() throws Exception {
    List<Path> folders;
    try (Stream<Path> entries = Files.list(CORPUS)) {
      folders = entries.filter(Files::isDirectory).sorted().toList();
    }
    List<String> wrong = new ArrayList<>();
    int agree = 0;
    for (Path folder : folders) {
      List<String> differences = compare(folder.toAbsolutePath());
      if (differences.isEmpty()) {
        agree++;
      } else {
        wrong.add(folder.getFileName() + "\n  " + String.join("\n  ", differences));
      }
    }
    System.out.println(agree + " of " + folders.size() + " agree with docker compose config");
    assertThat(wrong).isEmpty();
    assertThat(folders).hasSizeGreaterThanOrEqualTo(60);
  }

  private record Run(List<String> files, List<String> profiles) {
    static Run of(Path folder) throws IOException {
      List<String> files = new ArrayList<>(List.of("compose.yaml"));
      List<String> profiles = new ArrayList<>();
      Path run = folder.resolve("run.txt");
      for (String line : Files.exists(run) ? Files.readAllLines(run) : List.<String>of()) {
        List<String> words =
            Stream.of(line.replaceFirst("^[a-z]+:", "").strip().split(" +"))
                .filter(word -> !word.isEmpty())
                .toList();
        if (line.startsWith("files:")) {
          files = new ArrayList<>(words);
        } else {
          profiles.addAll(words);
        }
      }
      return new Run(files, profiles);
    }
  }

  private List<String> compare(Path folder) throws IOException, InterruptedException {
    Run run = Run.of(folder);
    List<String> differences = new ArrayList<>();
    try {
      Object ours = plain(ComposeDocument.asComposeText(ours(folder, run)));
      differences("", plain(yaml(theirs(folder, run))), ours, differences);
    } catch (ProblemException e) {
      differences.add("refused: " + e.problem().cause() + " " + e.problem().evidence());
    }
    return differences;
  }

  private static Map<String, Object> ours(Path folder, Run run) {
    Map<String, String> variables = Map.of("COMPOSE_PROFILES", String.join(",", run.profiles()));
    ComposeSources sources =
        run.files().isEmpty()
            ? ComposeSources.of(folder.resolve("compose.yaml"), variables)
            : ComposeSources.of(run.files().stream().map(folder::resolve).toList(), variables);
    return ComposeLoader.document(sources, Trust.OWN);
  }

  private String theirs(Path folder, Run run) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("docker", "compose"));
    run.files().forEach(file -> command.addAll(List.of("-f", file)));
    run.profiles().forEach(profile -> command.addAll(List.of("--profile", profile)));
    command.add("config");
    Path errors = scratch.resolve("errors.txt");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(errors.toFile())
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(folder + ": " + Files.readString(errors)).isZero();
    return output;
  }

  private static Object yaml(String text) {
    return new Load(LoadSettings.builder().build()).loadFromString(text);
  }

  /** Maps sorted, numbers by their value, and nulls and flags that no text equals. */
  private static Object plain(Object value) {
    return switch (value) {
      case null -> List.of("null");
      case Map<?, ?> map -> {
        Map<String, Object> sorted = new TreeMap<>();
        map.forEach((key, item) -> sorted.put(String.valueOf(key), plain(item)));
        yield sorted;
      }
      case List<?> list -> {
        List<Object> items = new ArrayList<>();
        list.forEach(item -> items.add(plain(item)));
        yield items;
      }
      case Number number -> new BigDecimal(number.toString()).stripTrailingZeros();
      default -> value;
    };
  }

  private static void differences(String at, Object theirs, Object ours, List<String> into) {
    if (theirs instanceof Map<?, ?> one && ours instanceof Map<?, ?> two) {
      Set<String> keys = new TreeSet<>();
      one.keySet().forEach(key -> keys.add((String) key));
      two.keySet().forEach(key -> keys.add((String) key));
      keys.forEach(key -> differences(at + "." + key, one.get(key), two.get(key), into));
    } else if (!Objects.equals(theirs, ours)) {
      into.add(at + ": theirs " + theirs + ", ours " + ours);
    }
  }
}
