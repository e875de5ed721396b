// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.benchmark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Times of many streams, in nanoseconds. */
final class Samples {
  final List<Long> firstToken = Collections.synchronizedList(new ArrayList<>());
  final List<Long> gap = Collections.synchronizedList(new ArrayList<>());
  final List<Long> transit = Collections.synchronizedList(new ArrayList<>());

  /** A percentile in milliseconds. */
  static double percentile(List<Long> values, double share) {
    List<Long> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    int index = (int) Math.min(sorted.size() - 1, Math.ceil(share * sorted.size()) - 1);
    return sorted.get(Math.max(0, index)) / 1e6;
  }
}
