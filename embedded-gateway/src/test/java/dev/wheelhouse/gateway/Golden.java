// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Expected byte streams, kept as files; what differs from run to run is masked. */
final class Golden {
  private Golden() {}

  /** A file of {@code src/test/resources/golden}. */
  static String file(String name) {
    try (InputStream in = Golden.class.getResourceAsStream("/golden/" + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ids, times and durations as letters. */
  static String masked(String stream) {
    return stream
        .replaceAll("cmpl-[0-9a-f]{32}", "cmpl-ID")
        .replaceAll("\"created\":\\d{10}", "\"created\":TIME")
        .replaceAll("\"(created|completed)_at\":\\d{10}", "\"$1_at\":TIME")
        .replaceAll("\"created_at\":\"[^\"]+\"", "\"created_at\":\"TIME\"")
        .replaceAll("_duration\":\\d+", "_duration\":NANOS")
        .replaceAll("(call|msg|toolu|req|resp|rs|fc)_[0-9a-f]{32}", "$1_ID")
        .replaceAll("127\\.0\\.0\\.1:\\d+", "HOST");
  }
}
