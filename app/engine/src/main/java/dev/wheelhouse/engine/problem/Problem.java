// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.problem;

import java.util.List;

/**
 * An expected failure, as data: what happened, what was seen, what to do. The window and the
 * command line show the same three parts.
 */
public sealed interface Problem
    permits EngineProblem, StackProblem, BackupProblem, ChatProblem, HomeProblem, InputProblem {

  /** What happened, in one sentence without a final stop. */
  String cause();

  /** What was seen: engine messages, probe output, last log lines. Never holds a secret. */
  List<String> evidence();

  /** What the user can do, in one or two sentences. */
  String remedy();

  /** A stable word for scripts, such as {@code port-taken}. */
  String code();
}
