// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.write;

import dev.wheelhouse.engine.compose.ComposeFile;
import dev.wheelhouse.engine.compose.ComposeNetwork;
import dev.wheelhouse.engine.compose.ComposeProject;
import dev.wheelhouse.engine.compose.ComposeService;
import dev.wheelhouse.engine.compose.ComposeVolume;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/**
 * A project as one Compose document, in the form of {@code docker compose config}: variables put
 * in, short forms written out, paths absolute, what equals Compose's default left out. Secrets
 * appear as the paths of their files; what looks like one elsewhere is hidden.
 */
public final class ComposeDocument {
  private ComposeDocument() {}

  /** The document as maps, lists, texts and numbers, in the order of the file. */
  public static Map<String, Object> of(ComposeProject project) {
    Part document = new Part().with("name", project.name());
    Part services = new Part();
    for (ComposeService service : project.services().values()) {
      services.with(service.name(), ServiceDocument.of(service));
    }
    document.with("services", services.entries());
    Part networks = new Part();
    project.networks().values().forEach(one -> networks.with(one.key(), network(one)));
    document.with("networks", networks.entries());
    Part volumes = new Part();
    project.volumes().values().forEach(one -> volumes.with(one.key(), volume(one)));
    document.with("volumes", volumes.entries());
    document.with("secrets", files(project.name(), project.secrets()));
    document.with("configs", files(project.name(), project.configs()));
    return asComposeText(document.entries());
  }

  /** The document as YAML, which is a Compose file again where nothing was hidden. */
  public static String yaml(Map<String, Object> document) {
    DumpSettings settings =
        DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setWidth(100).build();
    return new Dump(settings).dumpToString(document).stripTrailing();
  }

  private static Map<String, Object> network(ComposeNetwork network) {
    return new Part()
        .with("name", network.name())
        .with("internal", network.internal())
        .with("external", network.external())
        .with("labels", Hidden.values(network.labels()))
        .entries();
  }

  private static Map<String, Object> volume(ComposeVolume volume) {
    return new Part()
        .with("name", volume.name())
        .with("external", volume.external())
        .with("driver_opts", Hidden.values(volume.options()))
        .with("labels", Hidden.values(volume.labels()))
        .entries();
  }

  private static Map<String, Object> files(String project, Map<String, ComposeFile> files) {
    Part all = new Part();
    for (ComposeFile one : files.values()) {
      all.with(
          one.key(),
          new Part()
              .with("name", project + "_" + one.key())
              .with("file", one.file().toString())
              .entries());
    }
    return all.entries();
  }

  /** Each dollar sign twice: what is written here has had its variables put in. */
  private static Map<String, Object> asComposeText(Map<?, ?> map) {
    Map<String, Object> result = new LinkedHashMap<>();
    map.forEach((key, value) -> put(result, String.valueOf(key), asComposeText((Object) value)));
    return result;
  }

  private static @Nullable Object asComposeText(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case String text -> text.replace("$", "$$");
      case Map<?, ?> map -> asComposeText(map);
      case List<?> list -> list.stream().map(ComposeDocument::asComposeText).toList();
      default -> value;
    };
  }

  @SuppressWarnings("NullAway") // a network that is joined without options has no value
  private static void put(Map<String, Object> map, String key, @Nullable Object value) {
    map.put(key, value);
  }
}
