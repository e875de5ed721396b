// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup;

import dev.wheelhouse.engine.event.Events;
import dev.wheelhouse.engine.job.JobControl;
import dev.wheelhouse.engine.stack.StackId;
import java.util.List;
import java.util.Optional;

/** Backups of stacks. Long methods block and report progress; all of it is thread-safe. */
public interface Backups {

  /** Published backups of the stack, newest first; half ones never show. */
  List<BackupSummary> list(StackId stack);

  /** Every published backup, newest first. */
  List<BackupSummary> listAll();

  BackupSummary get(BackupId id);

  /** Says that the list changed; the stack is the one concerned. */
  Events<StackId> changes();

  BackupSummary create(StackId stack, BackupOptions options, JobControl control);

  VerifyReport verify(BackupId id, VerifyLevel level, JobControl control);

  RestorePlan plan(BackupId id);

  RestoreReport restore(BackupId id, RestoreOptions options, JobControl control);

  /** Switches back to the volumes from before the last restore; once more, to the restored ones. */
  UndoReport undoRestore(StackId stack, JobControl control);

  /** Volumes that a restore replaced and that are kept until dropped. */
  List<String> keptVolumes(StackId stack);

  void dropKeptVolumes(StackId stack);

  /** Removes a backup for good; {@code OperationRunning} while somebody works on its stack. */
  void delete(BackupId id);

  /** What is at work on the stack now, or was cut off and not put right yet; changes nothing. */
  Optional<UnfinishedOperation> unfinished(StackId stack);

  /** Finishes or undoes what a crash interrupted, and removes half backups; called at start. */
  void recover();
}
