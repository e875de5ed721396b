// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.service;

import dev.wheelhouse.engine.backup.format.Manifest;
import java.util.List;

/** How one kind of service is backed up, checked and restored. Methods block; stateless. */
public interface ServiceBackup {

  /** The kind as {@code x-wheelhouse.kind} says it. */
  String kind();

  /** Whether a backup needs the server running. */
  boolean needsServer();

  /**
   * Version of the server in the image of that container.
   *
   * @param server any running container of the image
   */
  String version(Server server);

  /**
   * Says why data of one version cannot go into a server of another; empty when it can.
   *
   * @param taken version at backup time
   * @param present version of the server that would get it
   */
  List<String> refusals(String taken, String present);

  /** Rough size in bytes of what a backup would write. */
  long estimate(Server server);

  /** Writes the members and tells what was taken; {@link StepFailed} when a step fails. */
  Manifest.Service capture(Capture capture);

  /**
   * Level L2: reads each member whole with its own tool.
   *
   * @return what is wrong, naming the member
   */
  List<String> check(Load load);

  /**
   * Fills an empty volume, starts the server on it once or more, compares, and stops the server
   * cleanly.
   */
  Comparison load(Load load, String volume);

  /** Compares what a running server holds with what was taken. */
  Comparison compare(Server server, Manifest.Service taken, Comparison.Mode mode);
}
