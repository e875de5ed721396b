// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.platform;

import dev.wheelhouse.engine.event.Subscription;
import dev.wheelhouse.engine.job.JobControl;
import dev.wheelhouse.engine.job.Progress;
import dev.wheelhouse.engine.problem.EngineProblem.InstallFailed;
import dev.wheelhouse.engine.problem.ProblemException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Installs a Docker engine where the system's own packages have one: on Debian, Ubuntu and what is
 * built on them. Elsewhere it names the page of the maker. Never does anything but by {@link #run}.
 */
public final class EngineInstaller {
  private static final URI PAGE = URI.create("https://docs.docker.com/get-started/get-docker/");
  private static final int KEPT_LINES = 20;

  /**
   * One script for all steps, so that the password is asked for once. $1 is the user who may use
   * the engine afterwards, or empty.
   */
  private static final String SCRIPT =
      """
      set -e
      export DEBIAN_FRONTEND=noninteractive
      apt-get update
      apt-get install -y docker.io
      if [ -d /run/systemd/system ]; then
        systemctl enable --now docker
      else
        service docker start
      fi
      if [ -n "$1" ]; then
        usermod -aG docker "$1"
      fi
      """;

  private final Map<String, String> environment;
  private final Machine machine;

  /**
   * What decides about the way.
   *
   * @param operatingSystem as Java names it
   * @param release content of {@code /etc/os-release}, or empty
   */
  record Machine(String operatingSystem, String release, String user) {
    static Machine present() {
      return new Machine(
          System.getProperty("os.name", ""), readRelease(), System.getProperty("user.name", ""));
    }

    private static String readRelease() {
      try {
        return Files.readString(Path.of("/etc/os-release"));
      } catch (IOException e) {
        return "";
      }
    }
  }

  /**
   * @param environment of this process: PATH, and whether there is a display
   */
  public EngineInstaller(Map<String, String> environment) {
    this(environment, Machine.present());
  }

  EngineInstaller(Map<String, String> environment, Machine machine) {
    this.environment = environment;
    this.machine = machine;
  }

  /**
   * What would be done here.
   *
   * @param terminal whether the user can type a password into this program's terminal
   */
  public InstallPlan plan(boolean terminal) {
    if (!machine.operatingSystem().toLowerCase(Locale.ROOT).startsWith("linux")) {
      return byHand("Install Docker Desktop, and start it once.");
    }
    if (!debian() || onPath("apt-get").isEmpty()) {
      return byHand("Install Docker with the packages of your distribution, and start it.");
    }
    Optional<List<String>> command = command(terminal);
    if (command.isEmpty()) {
      return byHand(
          "As root, run: apt-get install docker.io && usermod -aG docker " + machine.user());
    }
    List<String> steps = new ArrayList<>();
    steps.add("Refresh the list of packages (apt-get update).");
    steps.add("Install the package docker.io and what it needs.");
    steps.add("Start the engine, now and with the system.");
    if (!root()) {
      steps.add(
          "Let %s use it (group docker). That is as much as being root on this machine."
              .formatted(machine.user()));
      steps.add("Then log out and in again, so that the group counts.");
    }
    return new InstallPlan.ByPackage(steps, command.get());
  }

  /**
   * Does what the plan says; blocks until it is done.
   *
   * @param output gets what the tools print
   * @throws ProblemException with {@code InstallFailed}; nothing is rolled back, another run goes
   *     on
   */
  public void run(InstallPlan.ByPackage plan, Consumer<String> output, JobControl control) {
    control.report(Progress.step("Installing the Docker engine"));
    Deque<String> last = new ArrayDeque<>();
    try {
      ProcessBuilder builder = new ProcessBuilder(plan.command()).redirectErrorStream(true);
      builder.environment().clear();
      builder.environment().putAll(environment);
      // sudo asks on the terminal itself, so standard input is not needed
      builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
      Process process = builder.start();
      try (Subscription cancel = control.onCancel(process::destroy);
          BufferedReader lines =
              new BufferedReader(
                  new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        lines
            .lines()
            .forEach(line -> {
              output.accept(line);
              last.addLast(line);
              if (last.size() > KEPT_LINES) {
                last.removeFirst();
              }
            });
        int status = process.waitFor();
        control.checkCancelled();
        if (status != 0) {
          throw failed("exit status " + status, last);
        }
      } finally {
        process.destroy();
      }
    } catch (IOException e) {
      throw failed(e.toString(), last);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("interrupted", last);
    }
  }

  private static ProblemException failed(String how, Deque<String> last) {
    List<String> evidence = new ArrayList<>(last);
    evidence.add(how);
    return new ProblemException(new InstallFailed(evidence));
  }

  private InstallPlan byHand(String step) {
    return new InstallPlan.ByHand(List.of(step), PAGE);
  }

  /** pkexec asks in a window, sudo in the terminal. */
  private Optional<List<String>> command(boolean terminal) {
    List<String> script =
        List.of("/bin/sh", "-c", SCRIPT, "wheelhouse-install", root() ? "" : machine.user());
    if (root()) {
      return Optional.of(script);
    }
    boolean display =
        !environment.getOrDefault("DISPLAY", "").isEmpty()
            || !environment.getOrDefault("WAYLAND_DISPLAY", "").isEmpty();
    Optional<Path> sudo = onPath("sudo");
    if (terminal && sudo.isPresent()) {
      return Optional.of(with(List.of(sudo.get().toString(), "--"), script));
    }
    Optional<Path> pkexec = onPath("pkexec");
    if (display && pkexec.isPresent()) {
      return Optional.of(with(List.of(pkexec.get().toString()), script));
    }
    return Optional.empty();
  }

  private static List<String> with(List<String> first, List<String> rest) {
    List<String> command = new ArrayList<>(first);
    command.addAll(rest);
    return command;
  }

  private boolean root() {
    return machine.user().equals("root");
  }

  /** ID and ID_LIKE of os-release(5). */
  private boolean debian() {
    return machine
        .release()
        .lines()
        .filter(line -> line.startsWith("ID=") || line.startsWith("ID_LIKE="))
        .map(line -> line.substring(line.indexOf('=') + 1).replace("\"", ""))
        .flatMap(value -> Arrays.stream(value.split(" ", -1)))
        .anyMatch(id -> id.equals("debian") || id.equals("ubuntu"));
  }

  private Optional<Path> onPath(String program) {
    return Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder).resolve(program))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
