// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.read;

import dev.wheelhouse.engine.compose.ComposeBuild;
import dev.wheelhouse.engine.compose.tree.Place;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code build}: what the engine's classic builder can do; the rest is refused by name. */
final class BuildReader {
  private static final List<String> BUILDKIT =
      List.of(
          "additional_contexts",
          "cache_to",
          "entitlements",
          "platforms",
          "privileged",
          "secrets",
          "ssh",
          "ulimits");

  private final Path folder;
  private final Trust trust;

  BuildReader(Path folder, Trust trust) {
    this.folder = folder;
    this.trust = trust;
  }

  /** How it is built; null when its image is pulled. */
  @Nullable ComposeBuild read(Fields service) {
    String policy = service.text("pull_policy", "");
    if (service.get("build").isEmpty()) {
      return null;
    }
    Fields build = service.child("build");
    trust.checkBuild(build.place());
    for (String key : BUILDKIT) {
      if (build.get(key).isPresent()) {
        throw build
            .place(key)
            .invalid(
                "build." + key + " needs BuildKit, and images are built by the classic builder",
                "Build the image with \"docker compose build\", and name it by image.");
      }
    }
    ComposeBuild result =
        new ComposeBuild(
            context(build),
            build.text("dockerfile", "Dockerfile"),
            build.textOrNull("dockerfile_inline"),
            arguments(build),
            build.text("target", ""),
            build.pairs("labels"),
            build.text("network", ""),
            hosts(build),
            build.texts("cache_from"),
            build.texts("tags"),
            build.bytes("shm_size"),
            build.flag("no_cache", false),
            build.flag("pull", false),
            policy.equals("build"));
    if (result.network().equals("host")) {
      throw build.place("network").invalid("a build in the network of the machine is not allowed");
    }
    build.done();
    return result;
  }

  private Path context(Fields build) {
    String text = build.text("context", "");
    Place place = build.place("context");
    if (text.contains("://") || text.startsWith("git@") || text.startsWith("github.com/")) {
      throw place.invalid(
          "a build from elsewhere is not fetched: " + text,
          "Get it, look at it, and name the folder on this machine.");
    }
    Path context = Path.of(text).normalize();
    trust.checkFile(folder, context, place);
    return context;
  }

  private static Map<String, String> arguments(Fields build) {
    Map<String, String> arguments = new java.util.LinkedHashMap<>();
    Map<String, Optional<String>> given = build.optionalPairs("args");
    given.forEach((name, value) -> value.ifPresent(text -> arguments.put(name, text)));
    return arguments;
  }

  private static List<String> hosts(Fields build) {
    List<String> hosts = new ArrayList<>();
    build
        .pairs("extra_hosts")
        .forEach((name, address) -> hosts.add(address.isEmpty() ? name : name + ":" + address));
    return hosts;
  }
}
