// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.testing;

import dev.wheelhouse.desktop.frame.Frame;
import dev.wheelhouse.desktop.frame.Inspector;
import dev.wheelhouse.desktop.frame.Notices;
import dev.wheelhouse.desktop.frame.Outside;
import dev.wheelhouse.desktop.frame.Place;
import dev.wheelhouse.engine.problem.Problem;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.scene.Node;

/** A window that only remembers what it was asked for. */
public final class FakeFrame {
  public final List<Place> places = new CopyOnWriteArrayList<>();
  public final List<String> done = new CopyOnWriteArrayList<>();
  public final List<Runnable> undos = new CopyOnWriteArrayList<>();
  public final List<Problem> problems = new CopyOnWriteArrayList<>();
  public final List<String> inspected = new CopyOnWriteArrayList<>();
  public final List<String> opened = new CopyOnWriteArrayList<>();
  public final List<String> copied = new CopyOnWriteArrayList<>();

  /** What a view gets. */
  public Frame frame() {
    return new Frame(places::add, notices(), inspector(), outside());
  }

  public Notices notices() {
    return new Notices() {
      @Override
      public void done(String text) {
        done.add(text);
      }

      @Override
      public void undoable(String text, Runnable undo) {
        done.add(text);
        undos.add(undo);
      }

      @Override
      public void problem(Problem problem) {
        problems.add(problem);
      }
    };
  }

  public Inspector inspector() {
    return new Inspector() {
      @Override
      public void show(String title, Node content) {
        inspected.add(title);
      }

      @Override
      public void hide() {
        inspected.add("");
      }
    };
  }

  public Outside outside() {
    return new Outside() {
      @Override
      public void open(String url) {
        opened.add(url);
      }

      @Override
      public void copy(String text) {
        copied.add(text);
      }
    };
  }
}
