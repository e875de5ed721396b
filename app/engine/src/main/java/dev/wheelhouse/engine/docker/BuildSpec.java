// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker;

import java.util.List;
import java.util.Map;

/**
 * An image to build. Empty texts, lists and maps leave it to the engine.
 *
 * @param tags names of the image; at least one
 * @param dockerfile its path in the context
 * @param arguments may be secrets; never shown
 * @param target the stage to stop at
 * @param fresh without what earlier builds left
 * @param pull whether the engine looks for newer base images
 */
public record BuildSpec(
    List<String> tags,
    String dockerfile,
    Map<String, String> arguments,
    String target,
    Map<String, String> labels,
    String network,
    List<String> extraHosts,
    List<String> cacheFrom,
    long shmBytes,
    boolean fresh,
    boolean pull) {
  public BuildSpec {
    tags = List.copyOf(tags);
    arguments = Map.copyOf(arguments);
    labels = Map.copyOf(labels);
    extraHosts = List.copyOf(extraHosts);
    cacheFrom = List.copyOf(cacheFrom);
  }

  /** Without the arguments. */
  @Override
  public String toString() {
    return "BuildSpec[" + tags + ", " + dockerfile + "]";
  }
}
