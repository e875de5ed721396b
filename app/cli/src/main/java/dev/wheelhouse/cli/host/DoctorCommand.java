// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli.host;

import dev.wheelhouse.cli.command.Command;
import dev.wheelhouse.cli.command.Session;
import dev.wheelhouse.engine.doctor.Check;
import dev.wheelhouse.engine.doctor.Check.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Parameters;

/** {@code wheelhouse doctor}: looks at everything that is needed; what is bad is a failure. */
@picocli.CommandLine.Command(
    name = "doctor",
    description = {
      "Look at everything that Wheelhouse needs, and say what to do about what is missing.",
      "Changes nothing. Exits with 1 when something is bad."
    })
public final class DoctorCommand extends Command {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "STACK",
      defaultValue = "local-ai",
      description = "The stack (default: ${DEFAULT-VALUE}).")
  private String stackName = "local-ai";

  public DoctorCommand(Session session) {
    super(session);
  }

  @Override
  protected void run() {
    List<Check> checks = engine().doctor().run(stack(stackName));
    if (json()) {
      output().json(checks.stream().map(DoctorCommand::view).toList());
    } else {
      print(checks);
    }
    checks.stream()
        .filter(check -> check.verdict() == Verdict.BAD)
        .forEach(check -> complain(check.finding(), check.evidence(), check.remedy()));
  }

  /** What is bad is told on standard error, with its remedy; the rest is complete here. */
  private void print(List<Check> checks) {
    for (Check check : checks) {
      output()
          .line("%-9s  %-13s  %s".formatted(word(check.verdict()), check.name(), check.finding()));
      if (check.verdict() == Verdict.ATTENTION) {
        check.evidence().forEach(line -> output().line(" ".repeat(26) + line));
        output().line(" ".repeat(26) + "→ " + check.remedy());
      }
    }
  }

  private static Map<String, Object> view(Check check) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("name", check.name());
    view.put("verdict", word(check.verdict()));
    view.put("finding", check.finding());
    view.put("evidence", check.evidence());
    view.put("remedy", check.remedy());
    return view;
  }

  private static String word(Verdict verdict) {
    return verdict.name().toLowerCase(Locale.ROOT);
  }
}
