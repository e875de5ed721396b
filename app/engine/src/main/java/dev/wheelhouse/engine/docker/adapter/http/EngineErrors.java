// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker.adapter.http;

import dev.wheelhouse.engine.problem.EngineProblem;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns every way in which a call can fail into an {@link EngineProblem}. */
public final class EngineErrors {
  /** A 404 can be about another object than the one asked for; the text tells which. */
  private static final Pattern NO_SUCH =
      Pattern.compile(
          "no such (container|image|volume|network|exec instance)(?:: (\\S+))?",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern NETWORK_NOT_FOUND = Pattern.compile("network (\\S+) not found");
  private static final Pattern FILE_NOT_FOUND =
      Pattern.compile("Could not find the file (.+) in container");

  private EngineErrors() {}

  /** A reply with an error status; {@code message} is the engine's own text. */
  public static ProblemException refused(EngineAction action, int status, String message) {
    return new ProblemException(refusal(action, status, message));
  }

  private static Problem refusal(EngineAction action, int status, String message) {
    if (message.contains("no space left on device")) {
      return new EngineProblem.DiskFull("the engine's data folder", message);
    }
    if (status == 404) {
      return missing(action, message);
    }
    return new EngineProblem.EngineRefused(action.text(), status, message);
  }

  private static Problem missing(EngineAction action, String message) {
    Matcher file = FILE_NOT_FOUND.matcher(message);
    if (file.find()) {
      return new EngineProblem.NotFound("file", file.group(1));
    }
    Matcher network = NETWORK_NOT_FOUND.matcher(message);
    if (network.find()) {
      return new EngineProblem.NotFound("network", network.group(1));
    }
    Matcher object = NO_SUCH.matcher(message);
    if (object.find()) {
      String name = object.group(2) == null ? action.name() : object.group(2);
      return new EngineProblem.NotFound(object.group(1), name);
    }
    return new EngineProblem.EngineRefused(action.text(), 404, message);
  }

  public static ProblemException silent(EngineAction action, Duration waited) {
    return new ProblemException(new EngineProblem.EngineSilent(action.text(), waited));
  }

  /** A failure below HTTP: no socket, no right, a cut connection. */
  public static ProblemException broken(Endpoint endpoint, Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProblemException problem) {
        return problem;
      }
      String message = String.valueOf(cause.getMessage());
      if (message.contains("Permission denied") || message.contains("Access is denied")) {
        return new ProblemException(
            new EngineProblem.EngineForbidden(endpoint.toString(), message), failure);
      }
    }
    return new ProblemException(
        new EngineProblem.EngineUnreachable(List.of(endpoint + ": " + rootText(failure))), failure);
  }

  private static String rootText(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage();
    return message == null || message.isBlank() ? root.getClass().getSimpleName() : message;
  }
}
