// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the image of a service is built.
 *
 * @param context the folder that the engine gets, absolute
 * @param dockerfile seen from the context
 * @param inline the Dockerfile itself; null for the file
 * @param arguments may be secrets
 * @param tags further names of the image
 * @param always whether it is built at every start
 */
public record ComposeBuild(
    Path context,
    String dockerfile,
    @Nullable String inline,
    Map<String, String> arguments,
    String target,
    Map<String, String> labels,
    String network,
    List<String> extraHosts,
    List<String> cacheFrom,
    List<String> tags,
    long shmBytes,
    boolean fresh,
    boolean pull,
    boolean always) {
  public ComposeBuild {
    arguments = Map.copyOf(arguments);
    labels = Map.copyOf(labels);
    extraHosts = List.copyOf(extraHosts);
    cacheFrom = List.copyOf(cacheFrom);
    tags = List.copyOf(tags);
  }

  /** Without the arguments. */
  @Override
  public String toString() {
    return "ComposeBuild[" + context + ", " + dockerfile + "]";
  }
}
