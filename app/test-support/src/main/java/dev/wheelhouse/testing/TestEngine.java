// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.testing;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * The real Docker engine that tests run against. It is named by the system property or environment
 * variable WHEELHOUSE_TEST_DOCKER_HOST, which {@code ./verify} sets; the user's own engine is never
 * taken by itself.
 */
public final class TestEngine {
  /** The name of the variable and of the property. */
  public static final String VARIABLE = "WHEELHOUSE_TEST_DOCKER_HOST";

  private TestEngine() {}

  /**
   * The engine, as a value for DOCKER_HOST.
   *
   * @throws AssertionError when there is none; with {@code -DskipEngine} the test is skipped, and
   *     says so
   */
  public static URI require() {
    Optional<URI> engine = find();
    if (engine.isEmpty()) {
      Assumptions.assumeFalse(System.getProperty("skipEngine") != null, "left out by -DskipEngine");
      throw new AssertionError(
          "This test needs a real Docker engine: run ./verify, or start one with"
              + " app/test-support/fixtures/engine and set "
              + VARIABLE
              + ", or leave such tests out with -DskipEngine.");
    }
    return engine.get();
  }

  /** The engine, when one is named. */
  public static Optional<URI> find() {
    return Optional.ofNullable(System.getProperty(VARIABLE))
        .or(() -> Optional.ofNullable(System.getenv(VARIABLE)))
        .filter(value -> !value.isBlank())
        .map(URI::create);
  }
}
