// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack;

/** Where a service is in its life, as the window shows it. */
public enum ServiceState {
  /** No container, or one that was stopped on purpose. */
  STOPPED,
  /** The start waits for dependencies. */
  WAITING,
  /** The image is being pulled. */
  PULLING,
  /** The container runs and its health check has not passed yet. */
  STARTING,
  /** Runs, and is healthy where it has a health check. */
  RUNNING,
  /** Runs, but its health check fails. */
  UNHEALTHY,
  /** The engine restarts it again and again. */
  RESTARTING,
  /** Being stopped. */
  STOPPING,
  /** Could not start, or ended by itself. */
  FAILED
}
