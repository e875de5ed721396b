// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli.stack;

import dev.wheelhouse.cli.command.Session;
import dev.wheelhouse.engine.event.Subscription;
import dev.wheelhouse.engine.log.LogLine;
import dev.wheelhouse.engine.log.LogLine.Level;
import dev.wheelhouse.engine.log.LogQuery;
import dev.wheelhouse.engine.problem.InputProblem.BadInput;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.stack.StackId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code wheelhouse logs}: what services wrote. */
@picocli.CommandLine.Command(
    name = "logs",
    description = "Show, follow, filter or export what services wrote.")
public final class LogsCommand extends StackCommandBase {
  @Option(
      names = {"-f", "--follow"},
      description = "Go on until Ctrl-C.")
  private boolean follow;

  @Option(
      names = {"-n", "--tail"},
      paramLabel = "N",
      defaultValue = "200",
      description = "Last lines of each service to begin with; -1 for all (${DEFAULT-VALUE}).")
  private int tail = 200;

  @Option(
      names = "--since",
      paramLabel = "T",
      description = "A time (ISO 8601) or an age: 10m, 2h.")
  private @Nullable String since;

  @Option(names = "--grep", paramLabel = "RE", description = "Only lines that match.")
  private @Nullable String pattern;

  @Option(
      names = "--level",
      paramLabel = "L",
      description = "Lowest level: ${COMPLETION-CANDIDATES}.")
  private @Nullable Level level;

  @Option(names = "--export", paramLabel = "FILE", description = "Write to a file instead.")
  private @Nullable Path export;

  public LogsCommand(Session session) {
    super(session);
  }

  @Override
  protected void run() {
    StackId id = stackId();
    LogQuery query = new LogQuery(services(), tail, sinceInstant(since), pattern, level);
    present(id);
    Path file = export;
    if (file != null) {
      long lines = job("Export logs", control -> engine().logs().export(id, query, file, control));
      report(file, lines);
    } else if (follow) {
      followUntilInterrupted(id, query);
    } else {
      List<LogLine> lines = engine().logs().read(id, query);
      if (json()) {
        output().json(lines.stream().map(LogsCommand::view).toList());
      } else {
        lines.forEach(this::print);
      }
    }
  }

  private void report(Path file, long lines) {
    if (json()) {
      output().json(Map.of("file", file.toString(), "lines", lines));
    } else {
      output().line(lines + " lines written to " + file);
    }
  }

  private void followUntilInterrupted(StackId id, LogQuery query) {
    CountDownLatch forever = new CountDownLatch(1);
    try (Subscription following =
        engine().logs().follow(id, query, lines -> lines.forEach(this::print))) {
      forever.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void print(LogLine line) {
    output().line("%s  %-18s %s".formatted(line.at(), line.service(), line.text()));
  }

  private static Map<String, Object> view(LogLine line) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("at", line.at());
    view.put("service", line.service());
    view.put("level", line.level().name().toLowerCase(Locale.ROOT));
    view.put("text", line.text());
    return view;
  }

  static @Nullable Instant sinceInstant(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      if (text.matches("\\d+[smhd]")) {
        String iso = text.endsWith("d") ? "P" + text : "PT" + text;
        return Instant.now().minus(Duration.parse(iso.toUpperCase(Locale.ROOT)));
      }
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new ProblemException(
          new BadInput(
              "--since " + text,
              String.valueOf(e.getMessage()),
              "Give 2026-11-21T10:00:00Z, or 10m."),
          e);
    }
  }
}
