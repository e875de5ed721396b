// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli.backup;

import dev.wheelhouse.engine.backup.BackupSummary;
import dev.wheelhouse.engine.backup.RestorePlan;
import dev.wheelhouse.engine.backup.RestoreReport;
import dev.wheelhouse.engine.backup.VerifyReport;
import java.util.LinkedHashMap;
import java.util.Map;

/** Backups as JSON; the names are part of the command line's promise to scripts. */
final class BackupView {
  private BackupView() {}

  static Map<String, Object> of(BackupSummary backup) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("backup", backup.id().value());
    view.put("stack", backup.stack().value());
    view.put("createdAt", backup.createdAt());
    view.put("seconds", backup.took().toMillis() / 1000.0);
    view.put("sizeBytes", backup.sizeBytes());
    view.put("members", backup.members());
    view.put("provenLevel", backup.provenLevel());
    view.put("provenAt", backup.provenAt());
    view.put("damage", backup.damage());
    view.put("folder", backup.folder().toString());
    return view;
  }

  static Map<String, Object> of(VerifyReport report) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("backup", report.backup().value());
    view.put("level", report.level());
    view.put("good", report.good());
    view.put("findings", report.findings());
    view.put("checks", report.checks());
    view.put("seconds", report.took().toMillis() / 1000.0);
    return view;
  }

  static Map<String, Object> of(RestoreReport report) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("backup", report.backup().value());
    view.put("comparisons", report.comparisons());
    view.put("keptVolumes", report.keptVolumes());
    view.put("safetyBackup", report.safetyBackup());
    view.put("seconds", report.took().toMillis() / 1000.0);
    return view;
  }

  static Map<String, Object> of(RestorePlan plan) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("backup", plan.backup().value());
    view.put("stops", plan.stops());
    view.put("replaces", plan.replaces());
    view.put("newVolumes", plan.newVolumes());
    view.put("neededBytes", plan.neededBytes());
    view.put("freeBytes", plan.freeBytes());
    view.put("versions", plan.versions());
    view.put("refusals", plan.refusals());
    return view;
  }
}
