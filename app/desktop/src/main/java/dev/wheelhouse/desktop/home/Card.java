// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.home;

import dev.wheelhouse.desktop.action.Remedy;
import dev.wheelhouse.engine.problem.Problem;
import java.util.List;

/** A problem as Home shows it, with the buttons that help. */
record Card(Problem problem, List<Remedy> remedies) {
  Card {
    remedies = List.copyOf(remedies);
  }
}
