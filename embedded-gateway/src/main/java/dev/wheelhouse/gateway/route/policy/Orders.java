// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** What several policies do alike. */
final class Orders {
  private Orders() {}

  /** The same list, beginning at this place. */
  static List<Candidate> rotated(List<Candidate> list, long start) {
    int from = (int) Math.floorMod(start, (long) list.size());
    List<Candidate> rotated = new ArrayList<>(list.size());
    rotated.addAll(list.subList(from, list.size()));
    rotated.addAll(list.subList(0, from));
    return rotated;
  }

  /** Sorted, equals as they were. */
  static List<Candidate> sorted(List<Candidate> list, Comparator<Candidate> by) {
    List<Candidate> sorted = new ArrayList<>(list);
    sorted.sort(by);
    return sorted;
  }

  /** One drawn by the shares comes first, the others follow by the size of theirs. */
  static List<Candidate> drawn(List<Candidate> list, double[] shares, double chance) {
    int first = 0;
    double left = chance * Arrays.stream(shares).sum();
    while (first < list.size() - 1 && left >= shares[first]) {
      left -= shares[first];
      first++;
    }
    List<Integer> places = new ArrayList<>(list.size());
    for (int i = 0; i < list.size(); i++) {
      places.add(i);
    }
    int chosen = first;
    places.sort(
        Comparator.comparingDouble(i -> i == chosen ? Double.NEGATIVE_INFINITY : -shares[i]));
    return places.stream().map(list::get).toList();
  }

  /** Shares in proportion to these values, none below the floor as far as that is possible. */
  static double[] shares(double[] values, double floor) {
    int size = values.length;
    double[] shares = new double[size];
    double least = Math.min(floor, 1.0 / Math.max(1, size));
    boolean[] raised = new boolean[size];
    for (int round = 0; round < size; round++) {
      double sum = 0;
      int low = 0;
      for (int i = 0; i < size; i++) {
        sum += raised[i] ? 0 : values[i];
        low += raised[i] ? 1 : 0;
      }
      double rest = 1 - low * least;
      boolean more = false;
      for (int i = 0; i < size; i++) {
        shares[i] = raised[i] ? least : sum > 0 ? rest * (values[i] / sum) : rest / (size - low);
        if (!raised[i] && shares[i] < least) {
          raised[i] = true;
          more = true;
        }
      }
      if (!more) {
        return shares;
      }
    }
    return shares;
  }

  /** Equal shares. */
  static double[] equal(int size) {
    double[] shares = new double[size];
    Arrays.fill(shares, 1.0 / Math.max(1, size));
    return shares;
  }
}
