// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.doctor;

import dev.wheelhouse.engine.docker.DockerConnection;
import dev.wheelhouse.engine.docker.EngineInfo;
import dev.wheelhouse.engine.doctor.Check.Verdict;
import dev.wheelhouse.engine.gateway.LocalGateway;
import dev.wheelhouse.engine.model.Models;
import dev.wheelhouse.engine.platform.WheelhouseHome;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.secret.Secrets;
import dev.wheelhouse.engine.stack.StackId;
import dev.wheelhouse.engine.stack.StackState;
import dev.wheelhouse.engine.stack.Stacks;
import dev.wheelhouse.engine.text.Sizes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Makes all checks. Changes nothing. Blocks for some seconds at most. */
public final class Doctor {
  private static final long GIGABYTE = 1_000_000_000L;
  private static final long ROOMY = 10 * GIGABYTE;
  private static final long TIGHT = GIGABYTE;

  private final DockerConnection docker;
  private final Stacks stacks;
  private final LocalGateway gateway;
  private final Models models;
  private final Secrets secrets;
  private final WheelhouseHome home;
  private final Consumer<StackId> readFiles;

  /**
   * The stacks to look at.
   *
   * @param readFiles reads the files of a stack; throws what is wrong with them
   */
  public record Subject(Stacks stacks, Consumer<StackId> readFiles) {}

  public Doctor(
      DockerConnection docker,
      Subject subject,
      LocalGateway gateway,
      Models models,
      Secrets secrets,
      WheelhouseHome home) {
    this.docker = docker;
    this.stacks = subject.stacks();
    this.readFiles = subject.readFiles();
    this.gateway = gateway;
    this.models = models;
    this.secrets = secrets;
    this.home = home;
  }

  /** Looks at everything that this stack needs. */
  public List<Check> run(StackId stack) {
    List<Check> checks = new ArrayList<>();
    Optional<EngineInfo> engine = engine(checks);
    Check files = files(stack);
    checks.add(files);
    if (engine.isPresent()) {
      if (files.verdict() == Verdict.GOOD) {
        checks.add(guarded("Memory", () -> memory(stack, engine.get())));
      }
      checks.add(guarded("Stack", () -> stack(stack)));
    }
    checks.add(guarded("Models", this::models));
    checks.add(guarded("Gateway", this::gateway));
    checks.add(guarded("Disk", this::disk));
    checks.add(guarded("Secrets", () -> Check.good("Secrets", "Kept in " + secrets.place())));
    return List.copyOf(checks);
  }

  private Optional<EngineInfo> engine(List<Check> checks) {
    return switch (docker.refresh()) {
      case DockerConnection.State.Connecting _ -> {
        checks.add(Check.attention("Docker engine", "Still looking for one", "Wait a moment."));
        yield Optional.empty();
      }
      case DockerConnection.State.Disconnected(Problem problem) -> {
        checks.add(Check.of("Docker engine", Verdict.BAD, problem));
        yield Optional.empty();
      }
      case DockerConnection.State.Connected(EngineInfo info) -> {
        checks.add(
            Check.good(
                "Docker engine",
                info.product() + " " + info.version() + ", API " + info.apiVersion()));
        yield Optional.of(info);
      }
    };
  }

  /** Nothing starts while they are broken. */
  private Check files(StackId stack) {
    try {
      readFiles.accept(stack);
      return Check.good("Stack files", "compose.yaml and .env are fine");
    } catch (ProblemException e) {
      return Check.of("Stack files", Verdict.BAD, e.problem());
    }
  }

  private Check memory(StackId stack, EngineInfo engine) {
    long wanted = stacks.plan(stack).memoryLimitBytes();
    String finding =
        "The engine has "
            + Sizes.memory(engine.memoryBytes())
            + "; the services may use "
            + Sizes.memory(wanted)
            + " together";
    return wanted <= engine.memoryBytes()
        ? Check.good("Memory", finding)
        : Check.attention(
            "Memory",
            finding,
            "Small models will do. For large ones give the engine more memory, or lower the"
                + " limits in the stack's .env.");
  }

  private Check stack(StackId id) {
    var stack = stacks.refresh(id);
    if (stack.state() == StackState.DEGRADED) {
      return Check.attention(
          "Stack",
          stack.healthy() + " of " + stack.services().size() + " services are healthy",
          "Home says which ones are not, and why.");
    }
    return Check.good(
        "Stack", stack.title() + " is " + stack.state().name().toLowerCase(Locale.ROOT));
  }

  private Check models() {
    int count = models.list().size();
    return count > 0
        ? Check.good("Models", count == 1 ? "1 model is there" : count + " models are there")
        : Check.attention("Models", "Ollama answers and has no model", "Pull one under Models.");
  }

  private Check gateway() {
    return switch (gateway.state()) {
      case LocalGateway.State.Off _ -> Check.good("Gateway", "Starts with the first chat");
      case LocalGateway.State.Listening listening ->
          Check.good("Gateway", "Listens on " + listening.address());
      case LocalGateway.State.Failed(Problem problem) -> Check.of("Gateway", Verdict.BAD, problem);
    };
  }

  private Check disk() {
    Path folder = home.data();
    while (folder.getParent() != null && !Files.exists(folder)) {
      folder = folder.getParent();
    }
    if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
      return new Check(
          "Disk",
          Verdict.BAD,
          "Wheelhouse cannot write in its folder",
          List.of(folder + (Files.isDirectory(folder) ? " is not writable" : " is not a folder")),
          "Give yourself the right to write there, or set WHEELHOUSE_HOME to another folder.");
    }
    try {
      long free = Files.getFileStore(folder).getUsableSpace();
      String finding = Sizes.bytes(free) + " free where backups are kept";
      if (free >= ROOMY) {
        return Check.good("Disk", finding);
      }
      return new Check(
          "Disk",
          free >= TIGHT ? Verdict.ATTENTION : Verdict.BAD,
          finding,
          List.of(home.data().toString()),
          "Delete old backups, or make room on that disk.");
    } catch (IOException e) {
      return Check.attention("Disk", "The free space cannot be read", e.toString());
    }
  }

  private static Check guarded(String name, Supplier<Check> look) {
    try {
      return look.get();
    } catch (ProblemException e) {
      return Check.of(name, Verdict.ATTENTION, e.problem());
    }
  }
}
