// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.frame;

import dev.wheelhouse.engine.problem.Problem;

/**
 * Short messages above the screen. For news without a place of its own; a screen shows its own
 * problems inline. To be called on the UI thread.
 */
public interface Notices {

  /** Something was done; fades by itself. */
  void done(String text);

  /** Something was done that can be undone for a while. */
  void undoable(String text, Runnable undo);

  /** Something failed; stays until dismissed. */
  void problem(Problem problem);
}
