// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.testing.ollama;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How the test server runs.
 *
 * @param address where it listens; port 0 takes a free one
 * @param folder where models are kept
 * @param keepAlive how long a model stays loaded after its last use; negative for ever
 * @param contextLength what {@code /api/ps} reports
 * @param pullTime how long the download of a model that is not here takes
 */
public record OllamaSettings(
    InetSocketAddress address,
    Path folder,
    Duration keepAlive,
    int contextLength,
    Duration pullTime) {

  /** A free port on loopback, five minutes, an immediate pull. */
  public static OllamaSettings in(Path folder) {
    return new OllamaSettings(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        folder,
        Duration.ofMinutes(5),
        4096,
        Duration.ZERO);
  }

  /** The same on this port. */
  public OllamaSettings withPort(int port) {
    InetSocketAddress other = new InetSocketAddress(address.getAddress(), port);
    return new OllamaSettings(other, folder, keepAlive, contextLength, pullTime);
  }

  /** The same with a download that takes this long. */
  public OllamaSettings withPullTime(Duration time) {
    return new OllamaSettings(address, folder, keepAlive, contextLength, time);
  }
}
