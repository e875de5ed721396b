// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.metric;

import dev.wheelhouse.engine.event.Subscription;
import dev.wheelhouse.engine.stack.StackId;
import java.util.List;
import java.util.function.Consumer;

/** Samples resource use while somebody watches, and not otherwise. Thread-safe. */
public interface Metrics {

  /** Samples every running service about every two seconds until closed. */
  Subscription watch(StackId stack, Consumer<List<ServiceUse>> listener);

  /** One sample of each running service (takes about a second, for the CPU share). */
  List<ServiceUse> sample(StackId stack);
}
