// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.testing.stack;

import dev.wheelhouse.testing.TestEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The gateway's image, built as the repository builds it, on the base of the test images. */
public final class GatewayImage {
  /** What the templates call it. */
  public static final String TAG = "wheelhouse/gateway:0.1.0";

  private GatewayImage() {}

  /**
   * Builds it into the test engine. The gateway's jars have to be there, as they are in a run of
   * all modules: {@code mvn -pl embedded-gateway -am package}.
   */
  public static void build(String tag) throws IOException, InterruptedException {
    Path script = repository().resolve("packaging/gateway-image/build");
    ProcessBuilder build =
        new ProcessBuilder(
            script.toString(), "--base", "wheelhouse-fixtures/base:latest", "--tag", tag);
    build.environment().put("DOCKER_HOST", TestEngine.require().toString());
    build.environment().put("DOCKER_BUILDKIT", "0");
    build.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Path output = Files.createTempFile("gateway-image", ".out");
    Process process = build.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    if (process.waitFor() != 0) {
      throw new AssertionError(Files.readString(output));
    }
    Files.delete(output);
  }

  /** The folder above the module that a test runs in. */
  private static Path repository() throws IOException {
    for (Path at = Path.of("").toRealPath(); at != null; at = at.getParent()) {
      if (Files.exists(at.resolve("packaging/gateway-image/build"))) {
        return at;
      }
    }
    throw new AssertionError("not inside of the repository");
  }
}
