// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.problem;

import java.util.List;

/** Failures that come from what was asked, from files of ours, or from the user's own choice. */
public sealed interface InputProblem extends Problem {

  /** A value that cannot be used. */
  record BadInput(String what, String detail, String remedy) implements InputProblem {
    @Override
    public String cause() {
      return what + " cannot be used";
    }

    @Override
    public List<String> evidence() {
      return List.of(detail);
    }

    @Override
    public String code() {
      return "bad-input";
    }
  }

  /** The user cancelled a running action. */
  record Cancelled(String action) implements InputProblem {
    @Override
    public String cause() {
      return action + " was cancelled";
    }

    @Override
    public List<String> evidence() {
      return List.of();
    }

    @Override
    public String remedy() {
      return "Start it again when you like.";
    }

    @Override
    public String code() {
      return "cancelled";
    }
  }

  /** A file of Wheelhouse's own cannot be read or written. */
  record FileTrouble(String path, String detail) implements InputProblem {
    @Override
    public String cause() {
      return "The file cannot be used: " + path;
    }

    @Override
    public List<String> evidence() {
      return List.of(detail);
    }

    @Override
    public String remedy() {
      return "Check that the folder exists, that you may write there, and that the disk has room.";
    }

    @Override
    public String code() {
      return "file-trouble";
    }
  }

  /** A fault of Wheelhouse itself: an exception that nobody expected. */
  record Unexpected(String action, String exception) implements InputProblem {
    @Override
    public String cause() {
      return "Something unexpected happened: " + action;
    }

    @Override
    public List<String> evidence() {
      return List.of(exception);
    }

    @Override
    public String remedy() {
      return "This is a fault of Wheelhouse. The log file has the details; please report it.";
    }

    @Override
    public String code() {
      return "unexpected";
    }
  }
}
