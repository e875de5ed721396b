// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.testing.ollama;

/** A request that is answered with a status and {@code {"error": …}}. */
final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  Refused(int status, String message) {
    super(message);
    this.status = status;
  }

  int status() {
    return status;
  }

  static Refused notFound(String model) {
    return new Refused(404, "model '" + model + "' not found");
  }
}
