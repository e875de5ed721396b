// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.format;

import dev.wheelhouse.desktop.theme.Tone;
import dev.wheelhouse.engine.problem.StackProblem.DependencyFailed;
import dev.wheelhouse.engine.stack.ServiceState;
import dev.wheelhouse.engine.stack.ServiceStatus;
import dev.wheelhouse.engine.stack.StackState;

/** The word and the tone of each state, the same on every screen. */
public final class States {
  private States() {}

  /** The tone of a service; one that only suffers from another one's failure is a warning. */
  public static Tone tone(ServiceStatus service) {
    return service.problem() instanceof DependencyFailed ? Tone.WARN : tone(service.state());
  }

  private static Tone tone(ServiceState state) {
    return switch (state) {
      case STOPPED -> Tone.MUTED;
      case WAITING, PULLING, STARTING, STOPPING -> Tone.BUSY;
      case RUNNING -> Tone.OK;
      case UNHEALTHY, RESTARTING -> Tone.WARN;
      case FAILED -> Tone.DANGER;
    };
  }

  /** One or two words; "Healthy" only where a health check says so. */
  public static String word(ServiceStatus service) {
    if (service.problem() instanceof DependencyFailed) {
      return "Not started";
    }
    return switch (service.state()) {
      case STOPPED -> "Stopped";
      case WAITING -> "Waiting";
      case PULLING -> "Pulling image";
      case STARTING -> "Starting";
      case RUNNING -> service.hasHealthCheck() ? "Healthy" : "Running";
      case UNHEALTHY -> "Unhealthy";
      case RESTARTING -> "Restarting";
      case STOPPING -> "Stopping";
      case FAILED -> "Failed";
    };
  }

  public static Tone tone(StackState state) {
    return switch (state) {
      case UNKNOWN, STOPPED -> Tone.MUTED;
      case STARTING, STOPPING -> Tone.BUSY;
      case RUNNING -> Tone.OK;
      case DEGRADED -> Tone.WARN;
    };
  }

  public static String word(StackState state) {
    return switch (state) {
      case UNKNOWN -> "Unknown";
      case STOPPED -> "Stopped";
      case STARTING -> "Starting";
      case RUNNING -> "Running";
      case DEGRADED -> "Partly running";
      case STOPPING -> "Stopping";
    };
  }
}
