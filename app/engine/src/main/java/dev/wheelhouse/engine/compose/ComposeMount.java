// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A mount of a service.
 *
 * @param source key of a volume of the project, absolute path of a bind, empty for tmpfs
 * @param options of a tmpfs, such as size and mode
 */
public record ComposeMount(
    Kind kind, String source, String target, boolean readOnly, Map<String, String> options) {
  public ComposeMount {
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
  }

  /** Kinds of mounts. */
  public enum Kind {
    VOLUME,
    BIND,
    TMPFS
  }
}
