// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.cache;

import dev.wheelhouse.gateway.failure.ApiFailure;
import java.time.Duration;
import java.util.Optional;

/** Finds the models that turn texts into vectors. */
@FunctionalInterface
public interface Embedder {
  /** The model of this name as it is now; empty when no upstream is known to have it. */
  Optional<Model> find(String name);

  /** A model of an upstream. */
  interface Model {
    /** The upstream's name and the model's. */
    String label();

    /** Whether it computes on this machine. */
    boolean local();

    /** The vector of a text. Blocks for at most so long. */
    float[] embed(String text, Duration atMost) throws ApiFailure;
  }
}
