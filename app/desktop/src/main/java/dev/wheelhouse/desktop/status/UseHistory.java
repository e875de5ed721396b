// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.status;

import dev.wheelhouse.engine.metric.ServiceUse;
import java.util.ArrayList;
import java.util.List;

/**
 * What all services used together, sample by sample, oldest first.
 *
 * @param cpu shares; 1.0 is one whole core
 * @param memory bytes
 */
record UseHistory(List<Double> cpu, List<Double> memory) {
  /** Two minutes of a sample every two seconds. */
  static final int MOST = 60;

  static final UseHistory EMPTY = new UseHistory(List.of(), List.of());

  UseHistory {
    cpu = List.copyOf(cpu);
    memory = List.copyOf(memory);
  }

  boolean isEmpty() {
    return cpu.isEmpty();
  }

  UseHistory with(List<ServiceUse> sample) {
    return new UseHistory(
        added(cpu, sample.stream().mapToDouble(ServiceUse::cpuShare).sum()),
        added(memory, sample.stream().mapToDouble(ServiceUse::memoryBytes).sum()));
  }

  private static List<Double> added(List<Double> values, double newest) {
    List<Double> all = new ArrayList<>(values);
    all.add(newest);
    return all.size() > MOST ? all.subList(all.size() - MOST, all.size()) : all;
  }
}
