// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.service;

import dev.wheelhouse.engine.compose.ComposeMount;
import dev.wheelhouse.engine.compose.ComposeProject;
import dev.wheelhouse.engine.compose.ComposeService;
import dev.wheelhouse.engine.compose.ComposeVolume;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One service as the stack's files define it now. */
public record ServiceBlueprint(ComposeProject project, ComposeService service) {

  /** A named volume and where it is mounted. */
  public record VolumeUse(ComposeVolume volume, String target) {
    public String name() {
      return volume.name();
    }

    /**
     * The variable of {@code .env} that ends the volume's name, such as {@code
     * POSTGRES_DATA_GENERATION} for {@code postgres-data}: Docker cannot rename a volume, so a
     * restore gives the name another end.
     */
    public String generationVariable() {
      return volume.key().toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_") + "_GENERATION";
    }
  }

  public String name() {
    return service.name();
  }

  public String kind() {
    return service.kind();
  }

  public String image() {
    return service.image();
  }

  /** The same service from another image. */
  public ServiceBlueprint withImage(String image) {
    ComposeService same = service;
    return new ServiceBlueprint(
        project,
        new ComposeService(
            same.name(),
            image,
            same.program(),
            same.environment(),
            same.health(),
            same.ports(),
            same.mounts(),
            same.files(),
            same.networks(),
            same.dependsOn(),
            same.resources(),
            same.rights(),
            same.restart(),
            same.logging(),
            same.labels(),
            same.making(),
            same.extension()));
  }

  /** A text of the service's {@code x-wheelhouse}. */
  public Optional<String> hint(String key) {
    return Optional.of(service.extension().text(key)).filter(text -> !text.isEmpty());
  }

  /** Where the secret that the hint names is in the container. */
  public Optional<String> secretPath(String hint) {
    String secret = service.extension().text(hint);
    return service.files().stream()
        .filter(file -> file.secret() && file.source().equals(secret))
        .map(ComposeService.FileMount::target)
        .findFirst();
  }

  /** Whether it keeps anything in a named volume. */
  public boolean keepsData() {
    return service.mounts().stream().anyMatch(mount -> mount.kind() == ComposeMount.Kind.VOLUME);
  }

  /** The volume that holds the data; a service with none or several is not backed up. */
  public Optional<VolumeUse> dataVolume() {
    List<ComposeMount> found =
        service.mounts().stream()
            .filter(mount -> mount.kind() == ComposeMount.Kind.VOLUME)
            .toList();
    if (found.size() != 1) {
      return Optional.empty();
    }
    return Optional.ofNullable(project.volumes().get(found.getFirst().source()))
        .filter(volume -> !volume.external())
        .map(volume -> new VolumeUse(volume, found.getFirst().target()));
  }
}
