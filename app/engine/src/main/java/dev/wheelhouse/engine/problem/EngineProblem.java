// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.problem;

import java.time.Duration;
import java.util.List;

/** Failures of the Docker engine itself. */
public sealed interface EngineProblem extends Problem {

  /** No engine answers at any of the places where one is looked for. */
  record EngineUnreachable(List<String> tried) implements EngineProblem {
    public EngineUnreachable {
      tried = List.copyOf(tried);
    }

    @Override
    public String cause() {
      return "No Docker engine answers";
    }

    @Override
    public List<String> evidence() {
      return tried;
    }

    @Override
    public String remedy() {
      return "Start Docker Desktop, Colima, Rancher Desktop or Podman, or run"
          + " \"wheelhouse engine install\" on Debian and Ubuntu.";
    }

    @Override
    public String code() {
      return "engine-unreachable";
    }
  }

  /** The engine's socket is there, but this user may not use it. */
  record EngineForbidden(String endpoint, String detail) implements EngineProblem {
    @Override
    public String cause() {
      return "You may not use the Docker engine at " + endpoint;
    }

    @Override
    public List<String> evidence() {
      return List.of(detail);
    }

    @Override
    public String remedy() {
      return "Add yourself to the group that owns the socket (sudo usermod -aG docker $USER), then"
          + " log out and in again.";
    }

    @Override
    public String code() {
      return "engine-forbidden";
    }
  }

  /** The engine accepted the call and did not answer in time. */
  record EngineSilent(String action, Duration waited) implements EngineProblem {
    @Override
    public String cause() {
      return "The Docker engine does not answer";
    }

    @Override
    public List<String> evidence() {
      return List.of("no reply to \"" + action + "\" within " + waited.toSeconds() + " s");
    }

    @Override
    public String remedy() {
      return "Wait a moment; if it stays silent, restart the engine. Containers keep running.";
    }

    @Override
    public String code() {
      return "engine-silent";
    }
  }

  /** The engine refused a call for a reason that has no type of its own; its message is shown. */
  record EngineRefused(String action, int status, String message) implements EngineProblem {
    @Override
    public String cause() {
      return "The Docker engine refused to " + action;
    }

    @Override
    public List<String> evidence() {
      return List.of("HTTP " + status + ": " + message);
    }

    @Override
    public String remedy() {
      return "Read the engine's message above; it names what it could not do.";
    }

    @Override
    public String code() {
      return "engine-refused";
    }
  }

  /** The object that was asked for does not exist (any more). */
  record NotFound(String what, String name) implements EngineProblem {
    @Override
    public String cause() {
      return "There is no " + what + " \"" + name + "\"";
    }

    @Override
    public List<String> evidence() {
      return List.of();
    }

    @Override
    public String remedy() {
      return "It may have been removed meanwhile; refresh and try again.";
    }

    @Override
    public String code() {
      return "not-found";
    }
  }

  /** The disk of the engine is full. */
  record DiskFull(String where, String message) implements EngineProblem {
    @Override
    public String cause() {
      return "The disk is full: " + where;
    }

    @Override
    public List<String> evidence() {
      return List.of(message);
    }

    @Override
    public String remedy() {
      return "Free space there (unused images: docker image prune), then try again.";
    }

    @Override
    public String code() {
      return "disk-full";
    }
  }

  /** The installation of an engine did not work; {@code output} is what its tools said last. */
  record InstallFailed(List<String> output) implements EngineProblem {
    public InstallFailed {
      output = List.copyOf(output);
    }

    @Override
    public String cause() {
      return "The Docker engine could not be installed";
    }

    @Override
    public List<String> evidence() {
      return output;
    }

    @Override
    public String remedy() {
      return "Read what the package manager said above, put it right, and try again."
          + " What is installed already is kept.";
    }

    @Override
    public String code() {
      return "install-failed";
    }
  }

  /** There is no engine among the packages of this system, or no right to install one. */
  record InstallByHand(List<String> steps, String page) implements EngineProblem {
    public InstallByHand {
      steps = List.copyOf(steps);
    }

    @Override
    public String cause() {
      return "Wheelhouse cannot install a Docker engine here";
    }

    @Override
    public List<String> evidence() {
      return List.of("it can with apt-get, as root or with a way to ask for the password");
    }

    @Override
    public String remedy() {
      return String.join(" ", steps) + " See " + page;
    }

    @Override
    public String code() {
      return "install-by-hand";
    }
  }
}
