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
import java.util.Optional;
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
      description = {
        "Last lines of each service to begin with; -1 for all.",
        "Without it 200, and all for an export."
      })
  private @Nullable Integer tail;

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
    int lastLines = lastLines(tail, export != null);
    if (lastLines < -1) {
      throw wrongUsage("-n needs a number of lines, or -1 for all");
    }
    StackId id = stackId();
    LogQuery query = new LogQuery(services(), lastLines, sinceInstant(since), pattern, level);
    if (present(id).services().stream().allMatch(service -> service.containerId() == null)) {
      output().remark(id + " is stopped: nothing runs, so there are no logs");
    }
    Path file = export;
    if (file != null) {
      long lines = job("Export logs", control -> engine().logs().export(id, query, file, control));
      report(file, lines);
    } else if (follow) {
      followUntilNobodyReads(id, query);
    } else {
      List<LogLine> lines = engine().logs().read(id, query);
      cut(lines).ifPresent(output()::remark);
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

  private void followUntilNobodyReads(StackId id, LogQuery query) {
    CountDownLatch ended = new CountDownLatch(1);
    try (Subscription following =
        engine()
            .logs()
            .follow(
                id,
                query,
                lines -> {
                  lines.forEach(this::printFollowed);
                  if (output().closed()) {
                    ended.countDown();
                  }
                })) {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static int lastLines(@Nullable Integer asked, boolean export) {
    if (asked != null) {
      return asked;
    }
    return export ? -1 : 200;
  }

  /** The engine keeps the newest lines when there are too many; their numbers tell of the rest. */
  static Optional<String> cut(List<LogLine> lines) {
    long dropped = lines.isEmpty() ? 0 : lines.getFirst().number() - 1;
    return dropped > 0
        ? Optional.of(
            "only the newest %d lines are shown; --export FILE writes the %d older ones, too"
                .formatted(lines.size(), dropped))
        : Optional.empty();
  }

  private void printFollowed(LogLine line) {
    if (json()) {
      output().jsonLine(view(line));
    } else {
      print(line);
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
