// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.local;

import dev.wheelhouse.engine.backup.VerifyLevel;
import dev.wheelhouse.engine.backup.format.FolderCheck;
import dev.wheelhouse.engine.backup.format.Manifest;
import dev.wheelhouse.engine.backup.service.Comparison;
import dev.wheelhouse.engine.backup.service.Load;
import dev.wheelhouse.engine.backup.service.Meter;
import dev.wheelhouse.engine.backup.service.ServiceBackup;
import dev.wheelhouse.engine.backup.service.ServiceBlueprint;
import dev.wheelhouse.engine.backup.service.Workbench;
import dev.wheelhouse.engine.compose.ComposeProject;
import dev.wheelhouse.engine.compose.ComposeService;
import dev.wheelhouse.engine.job.JobControl;
import dev.wheelhouse.engine.job.Progress;
import dev.wheelhouse.engine.problem.BackupProblem.RestoreRefused;
import dev.wheelhouse.engine.problem.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Verifies one backup, level by level; damage ends it at the level that found it. */
final class VerifyRun {
  private final BackupContext context;
  private final ComposeProject project;
  private final Workbench workbench;
  private final JobControl control;

  /**
   * @param project the stack whose servers and tools are used
   */
  VerifyRun(
      BackupContext context, ComposeProject project, Workbench workbench, JobControl control) {
    this.context = context;
    this.project = project;
    this.workbench = workbench;
    this.control = control;
  }

  /**
   * What was found.
   *
   * @param reached the level that ran last
   * @param passed the highest level without a finding; null when L1 found damage
   */
  record Result(
      VerifyLevel reached,
      @Nullable VerifyLevel passed,
      List<String> findings,
      List<String> checks) {
    Result {
      findings = List.copyOf(findings);
      checks = List.copyOf(checks);
    }
  }

  /** Level L1 alone, which needs neither an engine nor the stack. */
  static Result contents(Path folder, Manifest manifest, JobControl control) {
    Meter meter = new Meter(control, "Reading the backup", manifest.sizeBytes());
    List<String> findings = FolderCheck.contents(folder, manifest, meter);
    List<String> checks =
        List.of("L1: size and SHA-256 of " + manifest.members().size() + " members");
    return new Result(VerifyLevel.L1, findings.isEmpty() ? VerifyLevel.L1 : null, findings, checks);
  }

  Result run(Path folder, Manifest manifest, VerifyLevel level) {
    Result result = contents(folder, manifest, control);
    List<String> checks = new ArrayList<>(result.checks());
    for (VerifyLevel next : List.of(VerifyLevel.L2, VerifyLevel.L3)) {
      if (!result.findings().isEmpty() || level.compareTo(next) < 0) {
        return result;
      }
      List<String> findings = new ArrayList<>();
      for (Manifest.Service taken : manifest.services()) {
        control.checkCancelled();
        findings.addAll(run(folder, taken, next, checks));
      }
      result = new Result(next, findings.isEmpty() ? next : result.passed(), findings, checks);
    }
    return result;
  }

  private List<String> run(
      Path folder, Manifest.Service taken, VerifyLevel level, List<String> checks) {
    ServiceBackup kind =
        context
            .kind(taken.kind())
            .orElseThrow(() -> refused(taken, "this version knows no kind " + taken.kind()));
    Load load = new Load(blueprint(taken), taken, folder, workbench, control);
    if (level == VerifyLevel.L2) {
      control.report(Progress.step("Checking " + taken.service()));
      checks.add("L2: " + taken.service() + " read whole by its own tool");
      return kind.check(load);
    }
    control.report(Progress.step("Restoring " + taken.service() + " to try it"));
    String volume = workbench.volume();
    Comparison comparison = kind.load(load, volume);
    comparison.lines().forEach(line -> checks.add("L3: " + line));
    return comparison.differences();
  }

  /** The service as it is now, but with the image of backup time where that is still there. */
  private ServiceBlueprint blueprint(Manifest.Service taken) {
    ComposeService service =
        project
            .service(taken.service())
            .filter(found -> found.kind().equals(taken.kind()))
            .orElseThrow(() -> refused(taken, "the stack has no such service to check it with"));
    return workbench.withImageOf(new ServiceBlueprint(project, service), taken.source());
  }

  private static ProblemException refused(Manifest.Service taken, String reason) {
    return new ProblemException(
        new RestoreRefused(taken.service(), List.of(taken.service() + ": " + reason)));
  }
}
