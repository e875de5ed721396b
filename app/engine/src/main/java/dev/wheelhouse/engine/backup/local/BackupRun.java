// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.local;

import dev.wheelhouse.engine.backup.BackupOptions;
import dev.wheelhouse.engine.backup.VerifyLevel;
import dev.wheelhouse.engine.backup.format.BackupFolders;
import dev.wheelhouse.engine.backup.format.Manifest;
import dev.wheelhouse.engine.backup.format.ManifestFile;
import dev.wheelhouse.engine.backup.operation.Operation;
import dev.wheelhouse.engine.backup.service.Capture;
import dev.wheelhouse.engine.backup.service.Server;
import dev.wheelhouse.engine.backup.service.ServiceBackup;
import dev.wheelhouse.engine.backup.service.ServiceBlueprint;
import dev.wheelhouse.engine.backup.service.StepFailed;
import dev.wheelhouse.engine.compose.ComposeProject;
import dev.wheelhouse.engine.compose.ComposeService;
import dev.wheelhouse.engine.job.JobControl;
import dev.wheelhouse.engine.job.Progress;
import dev.wheelhouse.engine.problem.BackupProblem.BackupFailed;
import dev.wheelhouse.engine.problem.BackupProblem.NotEnoughSpace;
import dev.wheelhouse.engine.problem.InputProblem.FileTrouble;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.stack.StackSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes one backup: capture, manifest, verification, and only then its name. */
final class BackupRun {
  private static final Logger log = LoggerFactory.getLogger(BackupRun.class);
  private static final String SKEW =
      "The services were captured one after the other, each at the time it states, while the"
          + " others went on.";

  private final BackupContext context;
  private final StackSession session;
  private final JobControl control;
  private final List<Manifest.Omission> notCovered = new ArrayList<>();

  BackupRun(BackupContext context, StackSession session, JobControl control) {
    this.context = context;
    this.session = session;
    this.control = control;
  }

  /** One service that will be captured. */
  private record Part(Server server, ServiceBackup kind) {}

  /**
   * Makes the backup.
   *
   * @param reason {@code BACKUP}, or {@code SAFETY_BACKUP} inside a restore
   * @param wanted which services; the others are named as not covered
   * @return its published folder
   */
  Path run(Operation.Kind reason, BackupOptions options, Predicate<String> wanted) {
    try (ActiveOperation active = ActiveOperation.begin(context, session, reason, "", control)) {
      List<Part> parts = parts(active, wanted);
      checkSpace(parts);
      Instant start = context.clock().instant();
      String stack = session.files().id().value();
      Path partial = context.folders().begin(stack, start);
      active.writing(partial.getFileName().toString());
      List<Manifest.Service> services = new ArrayList<>();
      for (Part part : parts) {
        services.add(capture(active, part, partial));
      }
      Manifest manifest =
          new Manifest(
              Manifest.FORMAT,
              BackupFolders.nameOf(partial),
              stack,
              context.application(),
              start,
              context.clock().instant(),
              options.note(),
              SKEW,
              services,
              notCovered);
      ManifestFile.write(partial, manifest);
      verify(active, partial, manifest, options.verify());
      control.checkCancelled();
      Path published = context.folders().publish(partial);
      active.finished();
      log.info("backup {} published, {} bytes", published.getFileName(), manifest.sizeBytes());
      return published;
    } catch (StepFailed e) {
      throw new ProblemException(new BackupFailed(e.service(), e.step(), e.evidence()), e);
    } catch (IOException e) {
      String root = context.folders().root().toString();
      throw new ProblemException(new FileTrouble(root, e.toString()), e);
    }
  }

  private List<Part> parts(ActiveOperation active, Predicate<String> wanted) {
    ComposeProject project = session.files().project();
    Map<ServiceBlueprint, ServiceBackup> chosen = new LinkedHashMap<>();
    for (ComposeService service : project.services().values()) {
      ServiceBlueprint blueprint = new ServiceBlueprint(project, service);
      Optional<ServiceBackup> kind = context.kind(service.kind());
      if (kind.isEmpty() || blueprint.dataVolume().isEmpty()) {
        if (blueprint.keepsData()) {
          omit(service, kind.isEmpty() ? reason(service.kind()) : "it has not exactly one volume");
        }
      } else if (!wanted.test(service.name())) {
        omit(service, "it does not run, and its volume is kept as it is");
      } else {
        chosen.put(blueprint, kind.get());
      }
    }
    if (chosen.isEmpty()) {
      throw new StepFailed(project.name(), "no service in it can be backed up", List.of());
    }
    new Sleepers(active, control).wake(chosen);
    List<Part> parts = new ArrayList<>();
    chosen.forEach((blueprint, kind) -> parts.add(part(active, blueprint, kind)));
    return parts;
  }

  private void omit(ComposeService service, String reason) {
    notCovered.add(new Manifest.Omission(service.name(), service.kind(), reason));
  }

  private static String reason(String kind) {
    return switch (kind) {
      case "ollama" -> "models are large and public: pull them again";
      case "prometheus" -> "measurements are not backed up";
      case "grafana" -> "its database is not backed up; dashboards of the template come back";
      default -> "no method is known for this kind of service";
    };
  }

  private Part part(ActiveOperation active, ServiceBlueprint blueprint, ServiceBackup kind) {
    String container =
        session
            .container(blueprint.name())
            .orElseThrow(
                () -> new StepFailed(blueprint.name(), "it has no container any more", List.of()));
    Server server = new Server(active.docker(), blueprint, container);
    if (kind.needsServer() && !server.running()) {
      throw new StepFailed(blueprint.name(), "it does not run any more", server.lastLines());
    }
    return new Part(server, kind);
  }

  /** What does not run cannot be asked; its last backup tells. */
  private long estimate(Part part) {
    return part.server().running()
        ? part.kind().estimate(part.server())
        : new Catalogue(context.folders())
            .lastSize(session.files().id(), part.server().blueprint().name());
  }

  private void checkSpace(List<Part> parts) throws IOException {
    long estimate = 0;
    for (Part part : parts) {
      control.report(Progress.step("Looking at " + part.server().blueprint().name()));
      estimate += estimate(part);
    }
    long needed = (long) (estimate * BackupContext.RESERVE);
    Path root = dev.wheelhouse.engine.platform.PrivateFiles.folder(context.folders().root());
    long free = Files.getFileStore(root).getUsableSpace();
    if (free < needed) {
      throw new ProblemException(new NotEnoughSpace(root.toString(), needed, free));
    }
  }

  private Manifest.Service capture(ActiveOperation active, Part part, Path partial) {
    control.checkCancelled();
    String service = part.server().blueprint().name();
    control.report(Progress.step("Backing up " + service));
    String folder =
        service.matches("[a-z0-9][a-z0-9_-]{0,62}") ? service : "service-" + active.id();
    Manifest.Service taken =
        part.kind()
            .capture(
                new Capture(
                    part.server(),
                    partial,
                    folder,
                    active.workbench(),
                    active,
                    control,
                    context.clock()));
    log.info("{} captured by {}", service, taken.method());
    return taken;
  }

  private void verify(ActiveOperation active, Path partial, Manifest manifest, VerifyLevel level)
      throws IOException {
    VerifyRun run = new VerifyRun(context, session.files().project(), active.workbench(), control);
    VerifyRun.Result result = run.run(partial, manifest, level);
    if (!result.findings().isEmpty()) {
      throw new StepFailed(manifest.stack(), "what was written does not verify", result.findings());
    }
    Proofs.record(partial, result, context.clock().instant());
  }
}
