// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.local;

import dev.wheelhouse.engine.backup.BackupId;
import dev.wheelhouse.engine.backup.RestorePlan;
import dev.wheelhouse.engine.backup.format.FolderCheck;
import dev.wheelhouse.engine.backup.format.Manifest;
import dev.wheelhouse.engine.backup.format.ManifestFile;
import dev.wheelhouse.engine.backup.format.ManifestFile.Reading;
import dev.wheelhouse.engine.backup.local.PlannedRestore.Part;
import dev.wheelhouse.engine.backup.service.ServiceBackup;
import dev.wheelhouse.engine.backup.service.ServiceBlueprint;
import dev.wheelhouse.engine.backup.service.ServiceBlueprint.VolumeUse;
import dev.wheelhouse.engine.compose.ComposeProject;
import dev.wheelhouse.engine.compose.ComposeService;
import dev.wheelhouse.engine.docker.Docker;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.stack.StackFiles;
import dev.wheelhouse.engine.stack.StackId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says what a restore will do, and every reason that speaks against it. Changes nothing. */
final class RestorePlanner {
  private static final DateTimeFormatter GENERATION =
      DateTimeFormatter.ofPattern("'.r'uuuuMMdd't'HHmmss").withZone(ZoneOffset.UTC);

  private final BackupContext context;
  private final BackupId id;
  private final Path folder;
  private final List<String> refusals = new ArrayList<>();
  private final List<String> versions = new ArrayList<>();
  private final List<Part> parts = new ArrayList<>();
  private long needed;
  private long free = -1;

  RestorePlanner(BackupContext context, BackupId id, Path folder) {
    this.context = context;
    this.id = id;
    this.folder = folder;
  }

  PlannedRestore plan() {
    switch (ManifestFile.read(folder)) {
      case Reading.Bad bad -> bad.findings().forEach(this::damaged);
      case Reading.Good good -> plan(good.manifest());
    }
    RestorePlan plan =
        new RestorePlan(
            id,
            parts.stream().filter(Part::running).map(Part::service).toList(),
            parts.stream()
                .map(part -> part.service() + ": volume " + part.volume().name())
                .toList(),
            parts.stream().map(Part::newVolume).toList(),
            needed,
            Math.max(0, free),
            List.copyOf(versions),
            List.copyOf(refusals));
    return new PlannedRestore(plan, List.copyOf(parts));
  }

  private void damaged(String finding) {
    refusals.add("damaged: " + finding);
  }

  private void plan(Manifest manifest) {
    FolderCheck.names(folder, manifest).forEach(this::damaged);
    Docker docker = docker();
    StackFiles files = files(manifest);
    if (docker == null || files == null || !refusals.isEmpty()) {
      return;
    }
    try (EngineLook look = new EngineLook(docker, manifest.stack())) {
      for (Manifest.Service taken : manifest.services()) {
        part(files, taken, look).ifPresent(parts::add);
      }
      space(manifest, look);
    }
  }

  private @Nullable Docker docker() {
    try {
      return context.connection().docker();
    } catch (ProblemException e) {
      refusals.add(e.problem().cause());
      return null;
    }
  }

  /** A backup of a stack that is not known here is somebody else's, and as good as a program. */
  private @Nullable StackFiles files(Manifest manifest) {
    try {
      return context.stacks().files(new StackId(manifest.stack()));
    } catch (ProblemException e) {
      refusals.add(e.problem().cause());
      return null;
    }
  }

  private Optional<Part> part(StackFiles files, Manifest.Service taken, EngineLook look) {
    ComposeProject project = files.project();
    Optional<ComposeService> service =
        project.service(taken.service()).filter(found -> found.kind().equals(taken.kind()));
    Optional<ServiceBackup> kind = context.kind(taken.kind());
    if (service.isEmpty() || kind.isEmpty()) {
      refusals.add(taken.service() + ": the stack has no such service of the kind " + taken.kind());
      return Optional.empty();
    }
    ServiceBlueprint blueprint = new ServiceBlueprint(project, service.get());
    Optional<VolumeUse> volume = blueprint.dataVolume();
    if (volume.isEmpty()) {
      refusals.add(taken.service() + ": it has not exactly one volume for its data");
      return Optional.empty();
    }
    String from = files.variables().getOrDefault(volume.get().generationVariable(), "");
    if (!switches(project, volume.get(), from)) {
      refusals.add(
          taken.service()
              + ": the name of its volume does not end with ${"
              + volume.get().generationVariable()
              + "}, so it cannot be switched");
      return Optional.empty();
    }
    String base = volume.get().name().substring(0, volume.get().name().length() - from.length());
    String to = generation(base, look);
    look.foreignUsers(blueprint, volume.get()).forEach(refusals::add);
    version(blueprint, kind.get(), taken, look);
    return Optional.of(
        new Part(
            blueprint,
            kind.get(),
            taken,
            volume.get(),
            from,
            to,
            base + to,
            look.running(taken.service())));
  }

  private static boolean switches(ComposeProject project, VolumeUse volume, String from) {
    try {
      return volume.name().endsWith(from)
          && Files.readString(project.file()).contains("${" + volume.generationVariable());
    } catch (IOException e) {
      return false;
    }
  }

  /** An end for the volume's name that no volume has yet. */
  private String generation(String base, EngineLook look) {
    String end = GENERATION.format(context.clock().instant());
    String unused = end;
    for (int round = 2; look.exists(base + unused); round++) {
      unused = end + "-" + round;
    }
    return unused;
  }

  private void version(
      ServiceBlueprint blueprint, ServiceBackup kind, Manifest.Service taken, EngineLook look) {
    String then = taken.source().serverVersion();
    String now = look.version(blueprint, kind, taken.source());
    versions.add(taken.service() + ": backup from " + then + ", restored by " + now);
    kind.refusals(then, now).forEach(refusal -> refusals.add(taken.service() + ": " + refusal));
  }

  /** The data, and the members on their way in; beside it the room for a safety backup. */
  private void space(Manifest manifest, EngineLook look) {
    long bytes =
        manifest.sizeBytes()
            + manifest.services().stream().mapToLong(one -> one.source().dataBytes()).sum();
    needed = (long) (bytes * BackupContext.RESERVE);
    free = parts.isEmpty() ? -1 : look.free(parts.getFirst().blueprint());
    if (free >= 0 && free < needed) {
      refusals.add("the engine has " + free + " bytes free and needs " + needed);
    }
    long safety = (long) (manifest.sizeBytes() * BackupContext.RESERVE);
    try {
      long usable = Files.getFileStore(folder).getUsableSpace();
      if (usable < safety) {
        refusals.add(
            "the folder of backups has "
                + usable
                + " bytes free and a safety backup needs "
                + safety);
      }
    } catch (IOException e) {
      refusals.add("the free space of the folder of backups is not known: " + e.getMessage());
    }
  }
}
