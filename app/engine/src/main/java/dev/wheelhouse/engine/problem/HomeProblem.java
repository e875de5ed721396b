// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.problem;

import java.util.List;

/** Trouble with what Wheelhouse itself keeps: its database, its settings, its place on the disk. */
public sealed interface HomeProblem extends Problem {

  /** A file of Wheelhouse was broken; it was moved aside and a new one was begun. */
  record SetAside(String what, String keptAs, String detail) implements HomeProblem {
    @Override
    public String cause() {
      return "The " + what + " could not be read, so Wheelhouse began a new one";
    }

    @Override
    public List<String> evidence() {
      return List.of(detail, "the old one is kept as " + keptAs);
    }

    @Override
    public String remedy() {
      return "Nothing was deleted: put a good copy in its place, or go on with the new one.";
    }

    @Override
    public String code() {
      return "set-aside";
    }
  }

  /** The database was written by a newer Wheelhouse. */
  record DatabaseTooNew(String path, int found, int known) implements HomeProblem {
    @Override
    public String cause() {
      return "The database was written by a newer Wheelhouse";
    }

    @Override
    public List<String> evidence() {
      return List.of(path + " has schema " + found + ", this version knows " + known);
    }

    @Override
    public String remedy() {
      return "Install the newer version again. The database was not touched.";
    }

    @Override
    public String code() {
      return "database-too-new";
    }
  }

  /** The database cannot be read or written now. */
  record DatabaseTrouble(String path, String detail) implements HomeProblem {
    @Override
    public String cause() {
      return "The database cannot be used: " + path;
    }

    @Override
    public List<String> evidence() {
      return List.of(detail);
    }

    @Override
    public String remedy() {
      return "Check that the disk has room and that you may write there, then try again.";
    }

    @Override
    public String code() {
      return "database-trouble";
    }
  }

  /**
   * Another process has the role that this one wants.
   *
   * @param processId -1 when unknown
   */
  record AlreadyRunning(String role, long processId) implements HomeProblem {
    @Override
    public String cause() {
      return "Wheelhouse runs already (" + role + ")";
    }

    @Override
    public List<String> evidence() {
      return processId > 0 ? List.of("process " + processId) : List.of();
    }

    @Override
    public String remedy() {
      return "Use the one that runs, or end it first.";
    }

    @Override
    public String code() {
      return "already-running";
    }
  }
}
