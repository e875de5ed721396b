// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.plan;

import dev.wheelhouse.engine.compose.ComposeProject;
import dev.wheelhouse.engine.compose.ComposeService;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The labels that Docker Compose v2 gives and looks for, so that {@code docker compose -p NAME
 * ps|logs|stop|down} works on our containers and we on those of Compose.
 */
public final class Labels {
  public static final String PROJECT = "com.docker.compose.project";
  public static final String SERVICE = "com.docker.compose.service";
  public static final String NUMBER = "com.docker.compose.container-number";
  public static final String ONE_OFF = "com.docker.compose.oneoff";
  public static final String NETWORK = "com.docker.compose.network";
  public static final String VOLUME = "com.docker.compose.volume";

  /** The folder of the stack that the container was made from. */
  public static final String FOLDER = "com.docker.compose.project.working_dir";

  /** Our own hash; Compose's would differ from release to release. */
  public static final String HASH = "dev.wheelhouse.config-hash";

  /** The project that an image was built for. */
  public static final String BUILT_FOR = "dev.wheelhouse.built-for";

  private static final String PREFIX = "com.docker.compose.";
  private static final String VERSION = PREFIX + "version";

  private Labels() {}

  /** What a search for a stack's things filters by. */
  public static Map<String, String> ofProject(String project) {
    return Map.of(PROJECT, project);
  }

  static Map<String, String> container(
      ComposeProject project, ComposeService service, int number, String hash, String imageId) {
    Map<String, String> labels = new LinkedHashMap<>(service.labels());
    labels.put(PROJECT, project.name());
    labels.put(SERVICE, service.name());
    labels.put(NUMBER, String.valueOf(number));
    labels.put(ONE_OFF, "False");
    labels.put(PREFIX + "config-hash", hash);
    labels.put(HASH, hash);
    labels.put(PREFIX + "project.config_files", project.file().toString());
    labels.put(FOLDER, project.folder().toString());
    labels.put(PREFIX + "depends_on", dependsOn(service));
    labels.put(PREFIX + "image", imageId);
    labels.put(VERSION, "wheelhouse");
    return labels;
  }

  private static String dependsOn(ComposeService service) {
    return service.dependsOn().entrySet().stream()
        .map(entry ->
            switch (entry.getValue().condition()) {
              case STARTED -> entry.getKey() + ":service_started:false";
              case HEALTHY -> entry.getKey() + ":service_healthy:false";
              case COMPLETED -> entry.getKey() + ":service_completed_successfully:false";
            })
        .collect(Collectors.joining(","));
  }

  /** For a network with this key. */
  public static Map<String, String> network(String project, String key, Map<String, String> own) {
    return object(project, NETWORK, key, own);
  }

  /** For a volume with this key. */
  public static Map<String, String> volume(String project, String key, Map<String, String> own) {
    return object(project, VOLUME, key, own);
  }

  private static Map<String, String> object(
      String project, String label, String key, Map<String, String> own) {
    Map<String, String> labels = new LinkedHashMap<>(own);
    labels.put(PROJECT, project);
    labels.put(label, key);
    labels.put(VERSION, "wheelhouse");
    return labels;
  }
}
