// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.problem;

import dev.wheelhouse.engine.text.Sizes;
import java.time.Duration;
import java.util.List;

/** Failures of a stack or one of its services. */
public sealed interface StackProblem extends Problem {

  /** No stack of that name. */
  record NoSuchStack(String name, List<String> known) implements StackProblem {
    public NoSuchStack {
      known = List.copyOf(known);
    }

    @Override
    public String cause() {
      return "There is no stack \"" + name + "\"";
    }

    @Override
    public List<String> evidence() {
      return List.of("known stacks: " + String.join(", ", known));
    }

    @Override
    public String remedy() {
      return "Use one of the known names; \"wheelhouse stack list\" shows them.";
    }

    @Override
    public String code() {
      return "no-such-stack";
    }
  }

  /** No service of that name in the stack. */
  record NoSuchService(String stack, String name, List<String> known) implements StackProblem {
    public NoSuchService {
      known = List.copyOf(known);
    }

    @Override
    public String cause() {
      return "Stack \"" + stack + "\" has no service \"" + name + "\"";
    }

    @Override
    public List<String> evidence() {
      return List.of("its services: " + String.join(", ", known));
    }

    @Override
    public String remedy() {
      return "Use one of these names.";
    }

    @Override
    public String code() {
      return "no-such-service";
    }
  }

  /**
   * A host port that a service wants is held by somebody else, named where it can be found.
   *
   * @param variable that the port is taken from; empty when the port is written out
   * @param file to change for another port: the stack's .env, or its compose file
   */
  record PortTaken(String service, int port, String owner, String variable, String file)
      implements StackProblem {
    @Override
    public String cause() {
      return "Port " + port + ", which " + service + " needs, is taken";
    }

    @Override
    public List<String> evidence() {
      return List.of("127.0.0.1:" + port + " is held by " + owner);
    }

    @Override
    public String remedy() {
      String change =
          variable.isEmpty() ? "change it in " + file : "set " + variable + " in " + file;
      return "Stop " + owner + ", or choose another port: " + change + ".";
    }

    @Override
    public String code() {
      return "port-taken";
    }
  }

  /** The image is not on this machine and cannot be pulled. */
  record ImageMissing(String service, String image, String detail) implements StackProblem {
    @Override
    public String cause() {
      return "The image of " + service + " cannot be had: " + image;
    }

    @Override
    public List<String> evidence() {
      return List.of(detail);
    }

    @Override
    public String remedy() {
      return image.startsWith("wheelhouse/gateway:")
          ? "No registry has this image: build it with packaging/gateway-image/build of Wheelhouse's"
              + " source, or name one of your own as GATEWAY_IMAGE in .env; then start again."
          : "Check the network and the image's name, then start again; the other services keep"
              + " running.";
    }

    @Override
    public String code() {
      return "image-missing";
    }
  }

  /** The image of a service could not be built. */
  record BuildFailed(String service, String detail, List<String> lastLines)
      implements StackProblem {
    public BuildFailed {
      lastLines = List.copyOf(lastLines);
    }

    @Override
    public String cause() {
      return "The image of " + service + " could not be built: " + detail;
    }

    @Override
    public List<String> evidence() {
      return lastLines;
    }

    @Override
    public String remedy() {
      return detail.contains("BuildKit")
          ? "Build it with \"docker compose build\", then start again."
          : "Mend its Dockerfile or what that copies, then start again.";
    }

    @Override
    public String code() {
      return "build-failed";
    }
  }

  /** The container ended although it should run. */
  record ServiceExited(String service, long exitCode, List<String> lastLines)
      implements StackProblem {
    public ServiceExited {
      lastLines = List.copyOf(lastLines);
    }

    @Override
    public String cause() {
      return service + " exited with status " + exitCode;
    }

    @Override
    public List<String> evidence() {
      return lastLines;
    }

    @Override
    public String remedy() {
      return "Its last lines above say why; mend that and start again.";
    }

    @Override
    public String code() {
      return "service-exited";
    }
  }

  /** The kernel ended the service because it reached its memory limit. */
  record OutOfMemory(String service, long limitBytes) implements StackProblem {
    @Override
    public String cause() {
      return service + " ran out of memory";
    }

    @Override
    public List<String> evidence() {
      return List.of("limit " + Sizes.memory(limitBytes) + ", exit status 137");
    }

    @Override
    public String remedy() {
      return "Raise its memory limit in compose.yaml (deploy.resources.limits.memory).";
    }

    @Override
    public String code() {
      return "out-of-memory";
    }
  }

  /** The health probe kept failing. */
  record Unhealthy(String service, Duration waited, List<String> probe) implements StackProblem {
    public Unhealthy {
      probe = List.copyOf(probe);
    }

    @Override
    public String cause() {
      return service + " did not become healthy within " + waited.toSeconds() + " s";
    }

    @Override
    public List<String> evidence() {
      return probe;
    }

    @Override
    public String remedy() {
      return "Read what its health check and its log say, then restart it.";
    }

    @Override
    public String code() {
      return "unhealthy";
    }
  }

  /** The service was not started because one that it depends on failed. */
  record DependencyFailed(String service, String dependency) implements StackProblem {
    @Override
    public String cause() {
      return service + " was not started because " + dependency + " failed";
    }

    @Override
    public List<String> evidence() {
      return List.of();
    }

    @Override
    public String remedy() {
      return "Mend " + dependency + " first, then start again.";
    }

    @Override
    public String code() {
      return "dependency-failed";
    }
  }

  /**
   * Compose file that cannot be read or is not supported; line and column start at 1, 0 unknown.
   */
  record ComposeInvalid(String file, int line, int column, String key, String detail, String remedy)
      implements StackProblem {
    private static final String MEND = "Mend that place in the file, then try again.";

    /** With the remedy that always holds. */
    public ComposeInvalid(String file, int line, int column, String key, String detail) {
      this(file, line, column, key, detail, MEND);
    }

    @Override
    public String cause() {
      return file + (line > 0 ? ":" + line + ":" + column : "") + ": " + detail;
    }

    @Override
    public List<String> evidence() {
      return key.isEmpty() ? List.of() : List.of("at " + key);
    }

    @Override
    public String code() {
      return "compose-invalid";
    }
  }

  /** The containers of that name were made from another folder that is still there. */
  record BelongsElsewhere(String stack, String folder) implements StackProblem {
    @Override
    public String cause() {
      return "The stack \"" + stack + "\" on this engine belongs to another folder";
    }

    @Override
    public List<String> evidence() {
      return List.of("its containers were made from " + folder);
    }

    @Override
    public String remedy() {
      return "Use the WHEELHOUSE_HOME of that folder, or stop the stack there first, or take it"
          + " down with \"docker compose -p "
          + stack
          + " down\"; its volumes stay.";
    }

    @Override
    public String code() {
      return "belongs-elsewhere";
    }
  }

  /** An imported stack asks for more than people agreed to when it was imported. */
  record DangersChanged(String stack, String folder, List<String> dangers) implements StackProblem {
    public DangersChanged {
      dangers = List.copyOf(dangers);
    }

    @Override
    public String cause() {
      return "The files of \"" + stack + "\" changed and now ask for more than was agreed to";
    }

    @Override
    public List<String> evidence() {
      return dangers;
    }

    @Override
    public String remedy() {
      return "Look at what changed in "
          + folder
          + "; \"wheelhouse stack import "
          + folder
          + "\" shows the dangers and asks again.";
    }

    @Override
    public String code() {
      return "dangers-changed";
    }
  }

  /** Some services of a start failed; the others run. */
  record StartIncomplete(String stack, List<Problem> problems) implements StackProblem {
    public StartIncomplete {
      problems = List.copyOf(problems);
    }

    @Override
    public String cause() {
      return problems.size()
          + (problems.size() == 1 ? " service" : " services")
          + " of "
          + stack
          + " did not start";
    }

    @Override
    public List<String> evidence() {
      return problems.stream().map(Problem::cause).toList();
    }

    @Override
    public String remedy() {
      return problems.isEmpty() ? "Start again." : problems.getFirst().remedy();
    }

    @Override
    public String code() {
      return problems.isEmpty() ? "start-incomplete" : problems.getFirst().code();
    }
  }

  /** Another operation holds the stack's lock. */
  record OperationRunning(String stack, String operation, long processId) implements StackProblem {
    @Override
    public String cause() {
      return "Another operation is at work on " + stack + ": " + operation;
    }

    @Override
    public List<String> evidence() {
      return List.of("process " + processId);
    }

    @Override
    public String remedy() {
      return "Wait until it has ended, or end that process.";
    }

    @Override
    public String code() {
      return "operation-running";
    }
  }
}
