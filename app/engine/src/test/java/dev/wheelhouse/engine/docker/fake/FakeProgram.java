// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker.fake;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** What a command does in {@link FakeDocker}; it runs until it returns or is interrupted. */
@FunctionalInterface
public interface FakeProgram {
  /** Its surroundings. */
  record Surroundings(
      FakeContainer container, InputStream input, OutputStream output, OutputStream error) {}

  /** Returns the exit status. */
  int run(Surroundings surroundings) throws IOException, InterruptedException;

  /** Prints a text and ends well. */
  static FakeProgram prints(String text) {
    return around -> {
      around.output().write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      return 0;
    };
  }

  /** Ends at once with that status. */
  static FakeProgram ends(int status) {
    return around -> status;
  }

  /** Runs until it is stopped. */
  static FakeProgram sleeps() {
    return around -> {
      Thread.sleep(java.time.Duration.ofHours(1));
      return 0;
    };
  }
}
