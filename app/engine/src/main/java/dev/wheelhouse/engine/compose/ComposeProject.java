// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A Compose file after interpolation, merging and checking. Maps keep the file's order.
 *
 * @param name project name
 * @param folder absolute; relative paths of the file start here
 * @param file the Compose file, absolute
 * @param extension the top-level {@code x-wheelhouse}
 * @param reading what the files came to, and what of it a run leaves out
 */
public record ComposeProject(
    String name,
    Path folder,
    Path file,
    Map<String, ComposeService> services,
    Map<String, ComposeVolume> volumes,
    Map<String, ComposeNetwork> networks,
    Map<String, ComposeFile> secrets,
    Map<String, ComposeFile> configs,
    Extension extension,
    ComposeReading reading) {
  public ComposeProject {
    services = Collections.unmodifiableMap(new LinkedHashMap<>(services));
    volumes = Collections.unmodifiableMap(new LinkedHashMap<>(volumes));
    networks = Collections.unmodifiableMap(new LinkedHashMap<>(networks));
    secrets = Collections.unmodifiableMap(new LinkedHashMap<>(secrets));
    configs = Collections.unmodifiableMap(new LinkedHashMap<>(configs));
  }

  public Optional<ComposeService> service(String service) {
    return Optional.ofNullable(services.get(service));
  }

  /** The first service with this {@code x-wheelhouse.kind}. */
  public Optional<ComposeService> ofKind(String kind) {
    return services.values().stream().filter(service -> service.kind().equals(kind)).findFirst();
  }
}
