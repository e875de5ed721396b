// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack;

/** What features that work inside a stack, such as backups, need from it. Thread-safe. */
public interface StackAccess {
  /**
   * Reads the stack's files now; writes the template first where it is missing.
   *
   * @throws dev.wheelhouse.engine.problem.ProblemException {@code NoSuchStack} or {@code
   *     ComposeInvalid}
   */
  StackFiles files(StackId id);

  /**
   * Takes the stack's lock until the session is closed; no other operation, of this or another
   * process, can begin meanwhile.
   *
   * @param operation what is done, for the one who finds it locked, such as "backup"
   * @throws dev.wheelhouse.engine.problem.ProblemException {@code OperationRunning}
   */
  StackSession exclusive(StackId id, String operation);
}
